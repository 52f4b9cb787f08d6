// Makes a passkey under Settings, and signs in with one (https://www.w3.org/TR/webauthn-3/).

const problem = document.getElementById('passkey-problem')

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const send = (path, fields = {}) =>
  fetch(path, { method: 'POST', body: new URLSearchParams(fields), headers: { Accept: 'application/json' } })

async function ask(path) {
  const response = await send(path)
  const body = await response.json()
  if (!response.ok) throw new Error(body.detail)
  return { ...body, challenge: toBytes(body.challenge) }
}

/** Sends what the authenticator said; the page that it leads to is opened. */
async function answer(path, fields) {
  const response = await send(path, fields)
  if (!response.redirected) throw new Error((await response.json()).detail)
  location.assign(response.url)
}

async function make(email) {
  const { challenge, rp_id, timeout } = await ask('/settings/passkeys/question')
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge,
      timeout,
      rp: { id: rp_id, name: 'Morning Brief' },
      user: { id: new TextEncoder().encode(email).slice(0, 64), name: email, displayName: email },
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    },
  })
  const { response } = credential
  await answer('/settings/passkeys', {
    id: credential.id,
    client_data: toText(response.clientDataJSON),
    authenticator_data: toText(response.getAuthenticatorData()),
    public_key: toText(response.getPublicKey()),
    algorithm: response.getPublicKeyAlgorithm(),
  })
}

async function signIn(next) {
  const { challenge, rp_id, timeout } = await ask('/sign-in/passkey/question')
  const credential = await navigator.credentials.get({
    publicKey: { challenge, timeout, rpId: rp_id, userVerification: 'required' },
  })
  const { response } = credential
  await answer('/sign-in/passkey', {
    id: credential.id,
    client_data: toText(response.clientDataJSON),
    authenticator_data: toText(response.authenticatorData),
    signature: toText(response.signature),
    next,
  })
}

function offer(button, work) {
  if (!button || !('PublicKeyCredential' in window)) return
  button.hidden = false
  button.addEventListener('click', async () => {
    button.disabled = true
    problem.textContent = ''
    try {
      await work()
    } catch (error) {
      problem.textContent =
        error.name === 'NotAllowedError'
          ? 'Nothing was done: it was cancelled, or took too long.'
          : error.message
    }
    button.disabled = false
  })
}

const add = document.getElementById('passkey-add')
offer(add, () => make(add.dataset.email))
const use = document.getElementById('passkey-use')
offer(use, () => signIn(use.form.elements.next.value))
