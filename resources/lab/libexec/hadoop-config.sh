# Read by bin/hadoop and its siblings: where everything is, and how a JVM is started.
HADOOP_HOME=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd)
export HADOOP_HOME HADOOP_COMMON_HOME=$HADOOP_HOME HADOOP_HDFS_HOME=$HADOOP_HOME HADOOP_MAPRED_HOME=$HADOOP_HOME HADOOP_YARN_HOME=$HADOOP_HOME
# Sets MEDUSA_LAB, MEDUSA_CLOUD, MEDUSA_WEBHDFS, HADOOP_LIBRARY, HADOOP_JVM and, where they are unset, JAVA_HOME and HADOOP_CONF_DIR.
. "$HADOOP_HOME/conf/hadoop-env.sh"

# Jars first and configuration behind them: an archive of class data fits no class path that begins with a folder.
HADOOP_CLASS_PATH=$HADOOP_LIBRARY/*:$HADOOP_CONF_DIR
if [ -n "${HADOOP_CLASSPATH:-}" ]; then
  if [ -n "${HADOOP_USER_CLASSPATH_FIRST:-}" ]; then HADOOP_CLASS_PATH=$HADOOP_CLASSPATH:$HADOOP_CLASS_PATH
  else HADOOP_CLASS_PATH=$HADOOP_CLASS_PATH:$HADOOP_CLASSPATH; fi
fi

hadoop_arguments() {
  read -r -a options <<<"${HADOOP_OPTS:-} ${HADOOP_CLIENT_OPTS:--Xmx256m}"
  java_command=("$JAVA_HOME/bin/java" "${HADOOP_JVM[@]}" "-Djava.io.tmpdir=$HADOOP_HOME/tmp" "-Duser.home=$HADOOP_HOME/home" "-Dhadoop.home.dir=$HADOOP_HOME"
    "-Dhadoop.log.dir=$HADOOP_HOME/logs" "-Dyarn.log.dir=$HADOOP_HOME/logs" "-Dhadoop.root.logger=${HADOOP_ROOT_LOGGER:-INFO,console}"
    "${options[@]}" -cp "$HADOOP_CLASS_PATH")
}

# Runs a class as a child, in the caller's subshell.
hadoop_java() {
  hadoop_arguments
  exec "${java_command[@]}" "$@"
}

# Becomes the JVM that runs a class.
hadoop_exec() {
  hadoop_arguments
  exec "${java_command[@]}" "$@"
}
