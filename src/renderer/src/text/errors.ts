/** What codes mean to a person. `lib/error-copy.ts` looks them up. */
import type { ErrorCode } from '@shared/model/errors.js'

interface Copy {
  /** At most eight words. */
  readonly title: string
  /** What to do when the message brings no remedy of its own. */
  readonly remedy?: string
}

export const errorsText: Readonly<Record<ErrorCode, Copy>> = {
  BAD_INPUT: { title: 'The request was refused' },
  BAD_JOB_FILE: {
    title: 'The job file was refused',
    remedy: 'Correct the job file and start again.'
  },
  BAD_SETTINGS: { title: 'The settings could not be read' },
  BAD_CONFIGURATION: {
    title: 'A configuration file could not be read',
    remedy: 'Correct the file on its machine and look again.'
  },
  SECRET_MISSING: {
    title: 'A secret is missing',
    remedy: 'Give it under Settings, Secrets.'
  },
  FILE_MISSING: {
    title: 'A file is missing',
    remedy: 'Correct the path in the job file and start again.'
  },
  INPUT_MISSING: { title: 'An input is missing' },
  INPUT_CHANGED: {
    title: 'An input changed while the run was prepared',
    remedy: 'Start the run again.'
  },
  INPUT_DISAGREES: { title: 'Clouds hold different inputs' },
  OUTPUT_EXISTS: {
    title: 'The output path exists already',
    remedy:
      'Name another output in the job file, or remove the old one on the Files page of each cloud that has it.'
  },
  NOT_AVAILABLE: { title: 'This is not available now' },
  RUN_UNKNOWN: { title: 'There is no such run', remedy: 'Choose a run from the list.' },
  RUN_LOCKED: {
    title: 'Another process carries this run out',
    remedy: 'Do it in the process that started the run.'
  },
  ENVIRONMENT_UNKNOWN: {
    title: 'The environment does not exist',
    remedy: 'Start the lab with: npx medusa lab up'
  },
  CLUSTER_UNKNOWN: { title: 'A cluster is not known' },
  PREREQUISITE_MISSING: { title: 'Something this needs is not installed' },
  PRIVILEGE_MISSING: {
    title: 'Only root may do this there',
    remedy: 'Give the password for this session, or run by hand what is shown.'
  },
  FILE_CHANGED: {
    title: 'A file was changed by somebody else',
    remedy: 'Look at it, then check again.'
  },
  PORT_IN_USE: { title: 'A port is in use' },
  TOO_FEW_CLUSTERS: { title: 'Too few clusters answer' },
  NOT_VERIFIED: { title: 'The output was not verified' },
  AUTH_REFUSED: { title: 'The broker refused the user' },
  VHOST_REFUSED: { title: 'The broker refused a virtual host' },
  BROKER_UNREACHABLE: {
    title: 'The broker does not answer',
    remedy: 'Check that RabbitMQ runs, then try again.'
  },
  BROKER_BLOCKED: { title: 'The broker takes no messages' },
  MANAGEMENT_UNREACHABLE: {
    title: 'RabbitMQ’s management plugin does not answer',
    remedy: 'Enable it on the broker: sudo rabbitmq-plugins enable rabbitmq_management'
  },
  NOT_PERMITTED: {
    title: 'The broker shows this to administrators only',
    remedy: 'Sign in as an administrator of the broker.'
  },
  BROKER_REFUSED: { title: 'The broker refused the change' },
  QUEUE_MISSING: { title: 'A queue is missing on the broker' },
  CLUSTER_UNREACHABLE: { title: 'A cluster does not answer' },
  TASK_TIMED_OUT: { title: 'A cluster did not answer in time' },
  TASK_FAILED: { title: 'A task failed on a cluster' },
  REPLY_REFUSED: { title: 'A reply was refused' },
  HDFS_ERROR: { title: 'HDFS refused a request' },
  NOT_DETERMINISTIC: {
    title: 'The job gives another output each time',
    remedy: 'If only the order of lines varies, use "compare: lines".'
  },
  NOT_PUBLISHED: { title: 'The verified output could not be published' },
  DIGEST_DIFFERS: { title: 'A file differs from what was voted for' },
  SSH_FAILED: { title: 'The ssh connection failed' },
  HOST_KEY_UNKNOWN: {
    title: 'Nobody knows this host’s key yet',
    remedy: 'Compare its fingerprint with what whoever runs the host says.'
  },
  HOST_KEY_CHANGED: { title: 'A host shows another key than before' },
  DISK_FULL: { title: 'The disk is full', remedy: 'Make room, then try again.' },
  JOURNAL_DAMAGED: { title: 'The journal of the run is damaged' },
  LAB_FAILED: { title: 'The lab failed' },
  DOWNLOAD_FAILED: { title: 'A download failed' },
  INTERRUPTED: { title: 'It was interrupted' },
  INTERNAL: { title: 'Something unexpected happened' }
}

/** Why an attempt ended as it did; codes come from clusters, so there may be some that this version does not know. */
export const reasonsText: Readonly<Partial<Record<string, string>>> = {
  DIGEST_DIFFERS: 'its digests differ',
  NOT_COMPARED: 'the vote was over before it was compared',
  JAR_DIFFERS: 'the jar arrived damaged',
  INPUT_DIFFERS: 'its input differs from the manifest',
  INPUT_MISSING: 'its input is missing',
  OUTPUT_EXISTS: 'its output folder existed',
  JOB_FAILED: 'the job failed',
  NO_OUTPUT: 'it wrote no whole output',
  TOO_MANY_FILES: 'it wrote too many files',
  HDFS_ERROR: 'HDFS refused a request',
  DISK_FULL: 'its disk is full',
  KILLED: 'it was stopped',
  LOST: 'its process was lost',
  STAGING_FAILED: 'the upload failed',
  COPY_FAILED: 'its data could not be copied there',
  NO_SOURCE: 'no cloud that is there holds it',
  CLUSTER_OUTVOTED: 'the cloud was outvoted meanwhile',
  CONFIRMS: 'the repeat gave the same again',
  CONTRADICTS_ITSELF: 'a repeat gave another output',
  OUTPUT_UNREADABLE: 'its output could not be read',
  LAUNCH_FAILED: 'it could not be started',
  NO_HEARTBEAT: 'no heartbeat and no answer',
  NO_PROGRESS: 'it did not move any more',
  NO_QUORUM: 'too few equal digests',
  NOT_NEEDED: 'the vote was decided without it',
  CANCELLED: 'the run was cancelled',
  RUN_FAILED: 'the run failed',
  INTERNAL: 'its worker failed'
}
