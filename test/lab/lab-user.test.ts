import { expect, test } from 'vitest'
import { madeUserText } from '../../src/lab/lab-user.js'

const user = { name: 'medusa-lab', uid: 990, gid: 990, switched: true }

test('a system user that was made is told with its home and how it is removed, a known one is not', () => {
  expect([madeUserText({ ...user, madeHome: '/var/lib/medusa/home' }), madeUserText(user)]).toEqual(
    [
      'the lab does not run as root: the system user medusa-lab was made for it, with the home /var/lib/medusa/home; "userdel medusa-lab" removes it',
      null
    ]
  )
})
