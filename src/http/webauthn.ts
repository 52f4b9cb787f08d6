import * as z from 'zod'
import { MAX_CREDENTIAL_ID, MAX_PUBLIC_KEY } from '../db/schema/limits.ts'
import { fromBase64url, toBase64url } from './base64url.ts'

/**
 * The server's part of WebAuthn (https://www.w3.org/TR/webauthn-3/, §7.1 and §7.2) for passkeys without attestation. The
 * browser gives the public key as SubjectPublicKeyInfo and WebCrypto verifies, so nothing here reads CBOR; the libraries
 * that do are a third of the worker's bundle.
 */

/** Characters of what a browser sends beside: both are some hundred bytes. */
const MAX_PART = 4096

const base64url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^(?:[\w-]{4})*[\w-]{0,3}$/, 'must be base64url')
    .refine((text) => text.length > 0 && text.length % 4 !== 1, 'must be base64url')

/** A new passkey, from `AuthenticatorAttestationResponse`. */
export const Registration = z.object({
  id: base64url(MAX_CREDENTIAL_ID),
  client_data: base64url(MAX_PART),
  authenticator_data: base64url(MAX_PART),
  public_key: base64url(MAX_PUBLIC_KEY),
  algorithm: z.literal([-7, -257], { error: 'must be ES256 or RS256' }),
})
export type Registration = z.infer<typeof Registration>

/** A signature of a passkey, from `AuthenticatorAssertionResponse`. */
export const Assertion = z.object({
  id: base64url(MAX_CREDENTIAL_ID),
  client_data: base64url(MAX_PART),
  authenticator_data: base64url(MAX_PART),
  signature: base64url(MAX_PART),
})
export type Assertion = z.infer<typeof Assertion>

/** What the answer must be about. */
export interface Expected {
  challenge: string
  /** Of the pages, such as `https://brief.example`; its host is the relying party. */
  origin: string
}

const ClientData = z.object({
  type: z.string(),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
})

/** Whether a new passkey answers the challenge, on these pages, by a person who proved who they are. */
export async function verifyRegistration(given: Registration, expected: Expected): Promise<boolean> {
  const data = fromBase64url(given.authenticator_data)
  if (!isClientData(given.client_data, 'webauthn.create', expected)) return false
  if ((await signCountOf(data, expected)) === null) return false
  // The id stands in the authenticator's own words: a flag (AT), 16 bytes of a model, its length, itself.
  if ((data[32]! & 0x40) === 0 || data.length < 55) return false
  const length = data[53]! * 256 + data[54]!
  if (toBase64url(data.slice(55, 55 + length)) !== given.id) return false
  return importKey(given.public_key, given.algorithm).then(
    () => true,
    () => false,
  )
}

/**
 * Whether a passkey signed the challenge.
 * @returns its new count of signatures; null when something is wrong
 */
export async function verifyAssertion(
  given: Assertion,
  key: { public_key: string; algorithm: number; sign_count: number },
  expected: Expected,
): Promise<number | null> {
  const data = fromBase64url(given.authenticator_data)
  if (!isClientData(given.client_data, 'webauthn.get', expected)) return null
  const count = await signCountOf(data, expected)
  if (count === null) return null
  // A count that does not grow comes from a copy of the passkey. Most passkeys do not count, and say 0.
  if ((count > 0 || key.sign_count > 0) && count <= key.sign_count) return null
  const signed = new Uint8Array([...data, ...(await sha256(fromBase64url(given.client_data)))])
  const signature = fromBase64url(given.signature)
  const isSigned = await crypto.subtle.verify(
    parametersOf(key.algorithm),
    await importKey(key.public_key, key.algorithm),
    key.algorithm === ES256 ? rawSignature(signature) : signature,
    signed,
  )
  return isSigned ? count : null
}

/** COSE's name of ECDSA with P-256 and SHA-256 (RFC 9053); the other is -257, RSASSA-PKCS1-v1_5 with SHA-256. */
const ES256 = -7

const parametersOf = (algorithm: number) =>
  algorithm === ES256
    ? { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

const importKey = (publicKey: string, algorithm: number) =>
  crypto.subtle.importKey('spki', fromBase64url(publicKey), parametersOf(algorithm), false, ['verify'])

function isClientData(text: string, type: string, { challenge, origin }: Expected): boolean {
  try {
    const data = ClientData.parse(JSON.parse(new TextDecoder().decode(fromBase64url(text))))
    return (
      data.type === type &&
      data.challenge === challenge &&
      data.origin === origin &&
      data.crossOrigin !== true
    )
  } catch {
    return false
  }
}

/** The count of signatures, when the data is for our pages and its person was present and verified (UP, UV); else null. */
async function signCountOf(data: Uint8Array<ArrayBuffer>, { origin }: Expected): Promise<number | null> {
  if (data.length < 37) return null
  const party = await sha256(new Uint8Array(new TextEncoder().encode(new URL(origin).hostname)))
  if (toBase64url(data.slice(0, 32)) !== toBase64url(party)) return null
  return (data[32]! & 0x05) === 0x05 ? new DataView(data.buffer).getUint32(33) : null
}

/** The two numbers of a signature in DER (RFC 3279 §2.2.3), 32 bytes each, as WebCrypto wants them. */
function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(64)
  let at = 2
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0
    const digits = der.slice(at + 2, at + 2 + length).slice(-32)
    raw.set(digits, end - digits.length)
    at += 2 + length
  }
  return raw
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
