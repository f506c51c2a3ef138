/** The texts are those of Hadoop 3.4.2, as measured. */
import { expect, test } from 'vitest'
import { explainRefusal } from '../../../../src/engine/protocol/webhdfs/refusal.js'

const remote = (exception: string, message: string): string =>
  JSON.stringify({ RemoteException: { exception, message, javaClassName: 'x' } })

test.each([
  [
    500,
    remote('RemoteException', 'User: httpfs is not allowed to impersonate ana'),
    /NameNode does not let that user act for "ana"/,
    /hadoop\.proxyuser\.httpfs\.groups.*core-site\.xml/
  ],
  [
    403,
    remote('AuthorizationException', 'User: hue is not allowed to impersonate ana'),
    /HttpFS does not let "hue" act/,
    /httpfs\.proxyuser\.hue\.hosts/
  ],
  [
    500,
    remote('RemoteException', 'Unauthorized connection for super-user: httpfs from IP /10.0.0.7'),
    /from 10\.0\.0\.7/,
    /add 10\.0\.0\.7 to hadoop\.proxyuser\.httpfs\.hosts/
  ],
  [
    500,
    remote('AccessControlException', 'Permission denied: user=ana, access=WRITE, inode="/":root:x'),
    /"ana" may not write \//,
    /chown ana \/user\/ana/
  ],
  [
    500,
    remote('SafeModeException', 'Name node is in safe mode.'),
    /safe mode/,
    /dfsadmin -safemode/
  ],
  [
    500,
    remote('ConnectException', 'Call failed: Connection refused'),
    /its NameNode does not/,
    /start-dfs/
  ],
  [500, remote('StandbyException', 'Operation category READ'), /standby/, /active one/],
  [404, remote('FileNotFoundException', 'File does not exist'), /not there/, /correct the path/],
  [500, remote('OddException', 'whatever'), /OddException: whatever/, /log/],
  [401, '<html>Authentication required</html>', /wants a login/, /Kerberos/],
  [200, '<html>Jetty</html>', /not WebHDFS \(HTTP 200\)/, /webhdfs\/v1/]
])('HTTP %i %s in words', (status, text, cause, remedy) => {
  const refusal = explainRefusal(status, text, 'ana')
  expect(refusal.cause).toMatch(cause)
  expect(refusal.remedy).toMatch(remedy)
})
