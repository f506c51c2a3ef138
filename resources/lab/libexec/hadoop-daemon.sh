# Read by bin/hdfs: `--daemon start|stop|status` as Hadoop 3.4's hadoop-functions.sh does it, texts and exit codes included.
# https://github.com/apache/hadoop/blob/rel/release-3.4.2/hadoop-common-project/hadoop-common/src/main/bin/hadoop-functions.sh
#
# Differs where several clouds share a machine: process ids and temporary files are in the cloud's own `tmp`, not in /tmp and HADOOP_HOME/temp.
hadoop_error() { echo "$*" >&2; }

# Sets what belongs to the daemon of this name, identity and host.
hadoop_daemon_files() {
  daemon=$1
  local name=hadoop-${HADOOP_IDENT_STRING:-${USER:-$(id -un)}}-$daemon
  HADOOP_PID_DIR=${HADOOP_PID_DIR:-$HADOOP_HOME/tmp}
  HADOOP_LOG_DIR=${HADOOP_LOG_DIR:-$HADOOP_HOME/logs}
  pid_file=$HADOOP_PID_DIR/$name.pid
  log_file=$name-$HOSTNAME.log
  out_file=$HADOOP_LOG_DIR/$name-$HOSTNAME.out
}

# 0: runs; 1: does not, but has a pid file (also when the id is another process's by now); 3: has none.
hadoop_daemon_runs() {
  [ -f "$pid_file" ] || return 3
  local line
  line=$(tr '\0' ' ' 2>/dev/null <"/proc/$(<"$pid_file")/cmdline") 2>/dev/null
  [[ $line == *"-Dproc_$daemon "* ]] || return 1
}

# Makes a folder that is missing; ends the script where it may not write.
hadoop_writable_folder() {
  if [ ! -w "$1" ] && [ ! -d "$1" ]; then
    hadoop_error "WARNING: $1 does not exist. Creating."
    mkdir -p "$1" >/dev/null 2>&1 || { hadoop_error "ERROR: Unable to create $1. Aborting."; exit 1; }
  fi
  touch "$1/$$" >/dev/null 2>&1 || { hadoop_error "ERROR: Unable to write in $1. Aborting."; exit 1; }
  rm "$1/$$" >/dev/null 2>&1
}

hadoop_rotate_log() {
  local number
  [ -f "$1" ] || return 0
  for number in 4 3 2 1; do [ -f "$1.$number" ] && mv "$1.$number" "$1.$((number + 1))"; done
  mv "$1" "$1.1"
}

# Options of the lab's own daemons (src/lab/jvm.ts): the archive of class data fits, and the lab finds the process.
hadoop_daemon_command() {
  read -r -a options <<<"${HADOOP_OPTS:-} ${HDFS_HTTPFS_OPTS:-}"
  java_command=("$JAVA_HOME/bin/java" "-Dproc_$daemon" -Xmx256m "${HADOOP_JVM[@]}" "-Djava.io.tmpdir=$HADOOP_HOME/tmp" "-Duser.home=$HADOOP_HOME/home"
    "-Djdk.net.hosts.file=$HADOOP_HOME/conf/hosts" "-Djava.util.logging.config.file=$HADOOP_HOME/conf/logging.properties"
    "-Dhadoop.log.dir=$HADOOP_LOG_DIR" "-Dyarn.log.dir=$HADOOP_LOG_DIR" "-Dhadoop.log.file=$log_file"
    "-Dhadoop.root.logger=${HADOOP_DAEMON_ROOT_LOGGER:-WARN,file}" "-Dhadoop.home.dir=$HADOOP_HOME" "${options[@]}" "$@" -cp "$HADOOP_CLASS_PATH")
}

# As there: gives it a second in which it may fail, and does not wait until it answers.
hadoop_daemon_start() {
  local class=$1
  shift
  hadoop_writable_folder "$HADOOP_PID_DIR"
  hadoop_writable_folder "$HADOOP_LOG_DIR"
  if hadoop_daemon_runs; then
    hadoop_error "$daemon is running as process $(<"$pid_file").  Stop it first and ensure $pid_file file is empty before retry."
    exit 1
  fi
  rm -f "$pid_file"
  hadoop_daemon_command "$@"
  hadoop_rotate_log "$out_file"
  # A background process of a script leads no group, so setsid becomes the JVM and the id stays.
  setsid "${java_command[@]}" "$class" >>"$out_file" 2>&1 </dev/null &
  local pid=$!
  echo "$pid" >"$pid_file" || hadoop_error "ERROR:  Cannot write $daemon pid $pid_file."
  disown "$pid"
  sleep 1
  kill -0 "$pid" 2>/dev/null
}

# Until it is gone, but not longer than HADOOP_STOP_TIMEOUT seconds.
hadoop_await_end() {
  local tenth
  for ((tenth = 0; tenth < 10 * ${HADOOP_STOP_TIMEOUT:-5}; tenth++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
}

# Nothing to stop is no error.
hadoop_daemon_stop() {
  local pid
  [ -f "$pid_file" ] || return 0
  pid=$(<"$pid_file")
  kill "$pid" 2>/dev/null
  hadoop_await_end "$pid"
  if kill -0 "$pid" 2>/dev/null; then
    hadoop_error "WARNING: $daemon did not stop gracefully after ${HADOOP_STOP_TIMEOUT:-5} seconds: Trying to kill with kill -9"
    kill -9 "$pid" 2>/dev/null
    hadoop_await_end "$pid"
  fi
  if kill -0 "$pid" 2>/dev/null; then hadoop_error "ERROR: Unable to kill $pid"
  elif [ "$pid" = "$(cat "$pid_file" 2>/dev/null)" ]; then rm -f "$pid_file"
  else hadoop_error "WARNING: pid has changed for $daemon, skip deleting pid file"; fi
}

# n.b. exit code 0 whatever it says, since HADOOP-18779 (3.4.0): the code it hands on is that of its own `echo`.
hadoop_daemon_status() {
  if hadoop_daemon_runs; then echo "$daemon is running as process $(<"$pid_file")."
  else echo "$daemon is stopped."; fi
}
