/** Why the broker took no sign-in. Its own remedy is about the settings' user, who was not asked here. */
import type { WireError } from '@shared/model/errors.js'
import { brokerText } from '../../text/broker.js'

export const signInError = (error: WireError): WireError =>
  error.code === 'AUTH_REFUSED' ? { ...error, hint: brokerText.signIn.refused } : error
