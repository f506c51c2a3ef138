/** English of the settings' page. */
import type { SecretPlace, SettingsFileKind } from '@shared/ipc/settings-view.js'
import { listed, plural } from '../lib/format.js'

export const settingsText = {
  notices: {
    writeGood: 'Write the last good copy back',
    writeEmpty: 'Write the empty settings back',
    damaged: 'The settings file is damaged',
    damagedCause: (why: string, file: string) => `${why}. The damaged file is kept as ${file}`,
    damagedGood:
      'What you see and what is used is the last good copy. Write it back, or mend the damaged text here.',
    damagedEmpty:
      'Nothing good was ever saved, so empty settings are shown. Mend the damaged text here, or begin anew.',
    wroteBack: 'wrote the last good copy back over a damaged file',
    mend: 'Mend the damaged text',
    tooLong: 'That is too much text',
    tooLongCause: (length: string, most: string) =>
      `${length} would stand there; settings have at most ${most}. Nothing was put in.`,
    tooLongRemedy: 'Look at what is on the clipboard.',
    notKept: 'This text is not kept over a crash',
    notKeptCause: 'Something in it looks like a secret, and secrets are not written to drafts.',
    notKeptRemedy: 'Take it out of the text and give it under Secrets.'
  },
  environments: {
    clusters: (count: number) => plural(count, 'cluster'),
    issues: (count: number) => plural(count, 'issue'),
    noJson: 'The text is no JSON, so the form waits',
    noJsonCause: (line: number, column: number, why: string) =>
      `Line ${String(line)}, column ${String(column)}: ${why}`,
    noJsonRemedy: 'Mend the text beside; nothing of it is lost, and the form comes back by itself.',
    environment: 'Environment',
    none: 'No environment yet',
    noneText:
      'An environment is one RabbitMQ broker and the clusters behind it: stable, research, or your own. Add one, or import what Medusa had.',
    title: 'Environments',
    note: 'one broker and its clusters each',
    opensFirst: 'opens first',
    noBroker: 'no broker yet',
    restartTitle:
      'Runs go on with the settings they began with; it is opened anew when they are over',
    restart: 'restart needed',
    emptyText: 'None yet. Add one by hand, or import Medusa’s settings.json and celeryconfig.py.',
    unreadable: 'The text is no JSON, so nobody can tell which there are.',
    labNote: 'keeps its own settings, made by the lab on this machine.'
  },
  /** Paths, and the sentence a version gets. */
  words: {
    removed: 'removed',
    changed: 'changed',
    several: (count: number, environments: readonly string[]) =>
      `${String(count)} changes${environments.length === 0 ? '' : ` in ${environments.join(', ')}`}`,
    top: (verb: string, key: string) => `${verb} ${key}`,
    environment: (verb: string, name: string) => `${verb} environment ${name}`,
    cluster: (place: string) => `cluster ${place}`,
    part: (verb: string, part: string, environment: string) => `${verb} ${part} of ${environment}`,
    added: 'added',
    all: 'all',
    nothing: 'saved without a change'
  },
  secrets: {
    giveTitle: (title: string, environment: string) => `Give the ${title} of ${environment}…`,
    replaceTitle: (title: string, environment: string) => `Replace the ${title} of ${environment}…`,
    forget: (title: string, environment: string) => `Forget the ${title} of ${environment}?`,
    forgetText:
      'It leaves this computer’s keyring or memory. The broker and the clusters keep theirs.',
    forgetButton: 'Forget it',
    noKeyring: 'Secrets are kept for this session only: this system has no keyring',
    noKeyringCause: (why: string) =>
      `${why}. What you give here is held in memory and gone when the window closes.`,
    noKeyringRemedy:
      'Install and unlock GNOME Keyring or KWallet; or name a file of secrets, mode 0600, in the environment.',
    title: 'Secrets',
    noteKeyring: (where: string) => `kept in ${where}; never shown, never in the settings`,
    note: 'never shown, never in the settings',
    none: 'No environment, no secrets',
    noneText:
      'An environment needs the password of its broker user, and a key for each cluster’s answers.',
    columns: {
      secret: 'Secret',
      where: 'Where it is'
    },
    give: 'Give…',
    replace: 'Replace…',
    forgetTitle: (title: string, environment: string) => `Forget the ${title} of ${environment}…`,
    forgetAsk: 'Forget…'
  },
  secret: {
    inKeyring: 'It is kept in this system’s keyring. It is never shown again.',
    inSession:
      'It is kept for this session only: this system has no keyring. It is never shown again.',
    wrongLength: (length: number) =>
      `64 hexadecimal digits are needed, got ${String(length)} characters`,
    kept: (title: string) => `The ${title} is kept`,
    title: (title: string, environment: string) => `Give the ${title} of ${environment}`,
    key: 'HMAC key',
    keyHint: 'made when the worker was set up',
    passwordHint: 'of the broker user',
    button: 'Keep it',
    broker: 'broker password',
    keyOf: (cluster: string) => `key of ${cluster}`,
    places: {
      keyring: 'keyring',
      file: 'file',
      session: 'this session only',
      missing: 'missing'
    } satisfies Record<SecretPlace, string>
  },
  versions: {
    by: {
      window: 'this window',
      'command line': 'command line',
      'another program': 'another program'
    },
    goBackAsk: 'Go back to this version?',
    goBackText: (what: string, time: string, settings: number, dirty: boolean) =>
      `“${what}”, ${time}. ${plural(settings, 'setting')} change${settings === 1 ? 's' : ''}. What is saved now stays in the list, so this can be undone too.${dirty ? ' Your unsaved changes are dropped.' : ''}`,
    goBackButton: 'Go back',
    wentBack: (what: string) => `Went back to “${what}”`,
    title: 'Versions',
    note: 'the newest 60 that were saved; secrets are in none of them',
    none: 'Nothing was saved yet',
    noneText:
      'Every state that is saved here, or written by another program, becomes a version to go back to.',
    columns: {
      saved: 'Saved',
      what: 'What',
      by: 'By'
    },
    current: 'as it is',
    compare: 'Compare',
    goBack: 'Go back…',
    comparing: 'Comparing with what is saved.',
    equal: 'Equal to what is saved, but for spaces and order.',
    differs: 'From what is saved now to this version:',
    differsLabel: 'From what is saved to this version'
  },
  page: {
    restored: 'Your unsaved changes are back',
    restoredTitle: (time: string) =>
      `They are from ${time} and were never saved. Review and save them, or drop them.`,
    restoredRead: 'Close this note',
    environments: 'Environments',
    secrets: 'Secrets',
    versions: 'Versions',
    drop: (changes: number) => `Drop ${plural(changes, 'change')}?`,
    dropText: 'The text goes back to what is saved. This cannot be undone.',
    dropButton: (changes: number) => `Drop ${plural(changes, 'change')}`,
    exported: (file: string) => `Exported to ${file}`,
    title: 'Settings',
    unsaved: (changes: number | null) =>
      `${changes === null ? 'Changed' : plural(changes, 'change')}, not saved`,
    nothingSaved: 'Nothing is saved yet',
    savedIn: 'Saved in',
    import: 'Import…',
    export: 'Export…',
    dropAsk: 'Drop changes…',
    saveKeys: 'Ctrl S',
    save: 'Review and save…',
    saved: (what: string) => `Saved: ${what}`
  },
  notSaved: {
    newer: 'A newer version wrote these settings',
    newerCause:
      'What this version does not know is passed over; saving would lose it, so nothing can be saved here.',
    newerRemedy: 'Update Medusa Console, or go back to a version below.',
    stale: 'Another program changed the settings meanwhile',
    staleCause: 'Your changes were made from an older state. Nothing of either is lost.',
    staleRemedy:
      'Take the other program’s, or keep yours: the review then shows what yours would undo.',
    keepMine: 'Keep mine',
    takeTheirs: 'Take theirs, drop mine'
  },
  form: {
    taken: 'another environment has this name',
    noName: 'an environment needs a name',
    remove: (name: string) => `Remove ${name} from the settings?`,
    removeText: (clusters: number) =>
      `Its broker and ${plural(clusters, 'cluster')} leave the text; nothing on them is touched. It counts when you save, and a version to go back to is kept.`,
    removeButton: (clusters: number) => `Remove ${plural(clusters, 'cluster')} and the broker`,
    opensFirst: 'Opens first',
    openFirst: 'Open first',
    removeAsk: 'Remove…',
    faults: 'Faulty clusters tolerated, f',
    faultsHint: 'when a job file does not say',
    broker: 'Broker',
    host: 'Host',
    hostHint: 'of RabbitMQ',
    port: 'Port',
    portHint: (port: string) => `${port} is usual`,
    userHint: 'of this console',
    connection: 'Connection',
    tls: 'TLS',
    plain: 'plain',
    management: 'Management plugin',
    managementHint: 'optional; without it queues and users are not seen',
    secretsFile: 'File of secrets',
    secretsFileHint: 'optional, mode 0600; otherwise give them under Secrets'
  },
  clusters: {
    title: 'Clusters',
    add: 'Cluster',
    elsewhere: 'Clusters are added and edited in the environment that is shown',
    show: 'Show this environment',
    columns: {
      address: 'Address',
      vhost: 'Vhost',
      queue: 'Queue'
    },
    nameless: 'without a name',
    editTitle: (cluster: string) => `Edit ${cluster}`,
    edit: 'Edit',
    more: (count: number) =>
      `and ${plural(count, 'more cluster')}, in the text and on the page Clusters`
  },
  folders: {
    title: 'Folders with jars',
    note: 'looked through after the job file’s own',
    add: 'Folder',
    folder: (place: number) => `Folder ${String(place)}`,
    removeTitle: (place: number) => `Remove folder ${String(place)}`,
    remove: 'Remove'
  },
  json: {
    label: 'Settings as JSON',
    title: 'JSON',
    note: 'the same settings as a text',
    find: 'Find',
    waiting: 'Looked at when you pause',
    valid: 'Valid',
    issue: (line: number, why: string) => `Line ${String(line)}: ${why}`,
    more: (count: number) => `and ${String(count)} more`,
    show: 'Show',
    needed: 'needed'
  },
  import: {
    kinds: {
      settings: 'settings of this console',
      'medusa-settings': 'settings of Medusa',
      celeryconfig: 'configuration of Celery'
    } satisfies Record<SettingsFileKind, string>,
    title: (files: number) => `Import ${plural(files, 'file')}?`,
    unknown: 'nothing that is known here',
    label: 'What the files bring',
    nothing: 'They bring nothing that is not here already.',
    notes: 'To know, and to fill in',
    secrets:
      'A password stands in the file. It does not go into the settings; you are asked about it when you save.',
    notSaved: (dirty: boolean) =>
      `Nothing is saved yet, and the files are not changed.${dirty ? ' Your unsaved changes are replaced.' : ''}`,
    leave: 'Leave it',
    take: (changes: number) => `Take over ${plural(changes, 'change')}`
  },
  save: {
    title: (changes: number) => `Save ${plural(changes, 'change')}?`,
    noChange: 'Only spaces or the order of keys differ.',
    label: 'Changes to be saved',
    restart: (environments: readonly string[]) => `Restart needed: ${listed(environments)}`,
    restartCause: 'Runs are carried out there, with the settings they began with.',
    restartRemedy: 'Nothing to do: it is opened anew when these runs are over.',
    keepFound: (count: number, keyring: boolean) =>
      `Keep the ${plural(count, 'password')} found in the imported file ${keyring ? 'in the keyring' : 'for this session only'}. It is not written into the settings.`,
    refused: 'Settings like these are not saved',
    refusedRemedy: 'Go on editing: what is wrong is marked in form and text.',
    what: 'What was changed',
    whatHint: 'stands in the list of versions',
    goOn: 'Go on editing',
    button: (changes: number) => `Save ${plural(changes, 'change')}`
  },
  changes: {
    region: (label: string) => `${label}, all of them`,
    columns: {
      setting: 'Setting',
      before: 'Before',
      after: 'After'
    },
    notThere: 'not there',
    removed: 'removed',
    more: (count: number) => `and ${plural(count, 'more change')}`
  }
}
