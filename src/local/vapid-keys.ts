/** A new pair of keys for web push, as the setting VAPID_KEYS has it: the public point and the private number, base64url. */
export async function createVapidKeys(): Promise<string> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
  const point = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url')
  const { d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return `${point}.${d}`
}
