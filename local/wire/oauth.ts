import {timingSafeEqual} from 'node:crypto'
import type {Engine} from '../engine/types'
import {IDENTITIES, OWNER_IDS, type Identity} from './identity'
import type {InstalledApp} from './installed-app'
import {asString, type Call} from './request'
import {WireError} from './wire-error'

/** The app that is installed unless another one is named. */
export const LOCAL_APP: InstalledApp = {
  clientId: '10ca1000-0000-4000-8000-00000000a990',
  clientSecret: 'local-secret',
  instanceId: '10ca1000-0000-4000-8000-000000000000',
  siteId: '10ca1000-0000-4000-8000-000000000001',
}

type SubjectType = 'USER' | 'MEMBER' | 'VISITOR' | 'APP'

const SUBJECT_TYPES: Record<Identity, SubjectType> = {
  owner: 'USER',
  collaborator: 'USER',
  member: 'MEMBER',
  visitor: 'VISITOR',
  app: 'APP',
}

/** Four hours, as public code reports of Wix. */
const TOKEN_LIFE_S = 14_400

/**
 * `POST /oauth2/token-info {token}`: who calls. An unknown token is not active; nothing else is said of it
 * [assumed from RFC 7662; Wix documents the answer's fields only].
 */
export async function getTokenInfo(_engine: Engine, {input, app}: Call): Promise<unknown> {
  const token = asString(input.token, 'token')
  const identity = Object.hasOwn(IDENTITIES, token) ? IDENTITIES[token] : undefined
  if (!identity) return {active: false}
  return {
    active: true,
    subjectType: SUBJECT_TYPES[identity],
    subjectId: OWNER_IDS[identity],
    clientId: app.clientId,
    siteId: app.siteId,
    instanceId: app.instanceId,
  }
}

/**
 * `POST /oauth2/token`: `client_credentials` is what an app elevates to; `strip_bound_session` is the caller's
 * own token, as an app may use it; `anonymous` is a visitor's, which Wix's runtime asks for where no token came.
 */
export async function createToken(_engine: Engine, {input, app}: Call): Promise<unknown> {
  const grant = input.grant_type ?? input.grantType
  switch (grant) {
    case 'client_credentials':
      checkSecret(input, app)
      if (input.client_id !== app.clientId || input.instance_id !== app.instanceId) {
        throw refused('invalid_client', 'The app is not installed on the local site')
      }
      return {access_token: 'local-app', token_type: 'Bearer', expires_in: TOKEN_LIFE_S}
    case 'strip_bound_session': {
      checkSecret(input, app)
      const token = asString(input.access_token, 'access_token')
      if (!Object.hasOwn(IDENTITIES, token)) throw refused('invalid_grant', 'The token is not active')
      return {access_token: token, token_type: 'Bearer', expires_in: TOKEN_LIFE_S}
    }
    case 'anonymous':
      if (input.clientId !== app.clientId) {
        throw refused('invalid_client', 'The app is not installed on the local site')
      }
      return {
        access_token: 'local-visitor',
        refresh_token: 'local-visitor',
        token_type: 'Bearer',
        expires_in: TOKEN_LIFE_S,
      }
  }
  throw new WireError(
    400,
    `The local Wix does not grant ${String(grant).slice(0, 50)}. It grants: client_credentials, strip_bound_session, anonymous`,
  )
}

function checkSecret({client_secret: given}: Record<string, unknown>, {clientSecret}: InstalledApp): void {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(clientSecret)]
  if (a.length !== b.length || !timingSafeEqual(a, b)) {
    throw refused('invalid_client', 'The app’s secret is wrong')
  }
}

function refused(code: string, description: string): WireError {
  return new WireError(401, description, {applicationError: {code, description}})
}
