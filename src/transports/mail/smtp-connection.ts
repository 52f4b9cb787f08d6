/** The part of a socket of `cloudflare:sockets` that is used here. */
export interface SmtpSocket {
  readonly readable: ReadableStream<Uint8Array>
  readonly writable: WritableStream<Uint8Array>
  readonly opened: Promise<unknown>
  startTls(): SmtpSocket
  close(): Promise<void>
}

export type SmtpConnect = (
  address: { hostname: string; port: number },
  options: { secureTransport: 'on' | 'off' | 'starttls'; allowHalfOpen: false },
) => SmtpSocket

export interface Reply {
  code: number
  /** All lines without their codes. */
  lines: string[]
}

/** What the server said instead of what was hoped for. */
export class SmtpError extends Error {
  override readonly name = 'SmtpError'
  readonly reply: Reply
  constructor(reply: Reply) {
    super(`${reply.code} ${reply.lines.join(' ')}`.slice(0, 500))
    this.reply = reply
  }
}

/** Why a connection is of no use, in words. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
}

/** Milliseconds for each reply, and for the one after a whole message. */
const REPLY_MS = 15_000
const DATA_REPLY_MS = 45_000
/** No honest reply is longer, in characters. */
const MAX_REPLY = 16 * 1024

/** A connection to an SMTP server (RFC 5321): sends lines and reads replies, each within its time and size. */
export class SmtpConnection {
  #socket: SmtpSocket
  #reader: ReadableStreamDefaultReader<Uint8Array>
  #writer: WritableStreamDefaultWriter<Uint8Array>
  #decoder = new TextDecoder()
  #buffer = ''

  constructor(socket: SmtpSocket) {
    this.#socket = socket
    this.#reader = socket.readable.getReader()
    this.#writer = socket.writable.getWriter()
  }

  /**
   * Sends a command and reads its reply.
   * @throws {SmtpError} when the reply does not begin with `expected`; any other error when the connection failed
   */
  async command(line: string, expected: string): Promise<Reply> {
    await this.#write(`${line}\r\n`)
    return this.expect(expected)
  }

  /** Sends the text of a message, which ends with a line break, and reads what became of it. */
  async data(text: string): Promise<Reply> {
    await this.#write(`${text.replace(/^\./gm, '..')}.\r\n`)
    return this.expect('2', DATA_REPLY_MS)
  }

  async expect(expected: string, ms = REPLY_MS): Promise<Reply> {
    const reply = await within(ms, this.#readReply())
    if (!String(reply.code).startsWith(expected)) throw new SmtpError(reply)
    return reply
  }

  /** Goes on encrypted. What was read before that does not count (CVE-2011-0411). */
  startTls(): void {
    this.#reader.releaseLock()
    this.#writer.releaseLock()
    this.#socket = this.#socket.startTls()
    this.#reader = this.#socket.readable.getReader()
    this.#writer = this.#socket.writable.getWriter()
    this.#decoder = new TextDecoder()
    this.#buffer = ''
  }

  async close(): Promise<void> {
    await this.#socket.close().catch(() => {})
  }

  async #write(text: string): Promise<void> {
    await within(DATA_REPLY_MS, this.#writer.write(new TextEncoder().encode(text)))
  }

  async #readReply(): Promise<Reply> {
    const lines: string[] = []
    let size = 0
    for (;;) {
      const line = await this.#readLine()
      size += line.length
      const found = /^(\d{3})(?:([ -])(.*))?$/s.exec(line)
      if (!found || size > MAX_REPLY) throw new ConnectionError('The mail server does not speak SMTP.')
      lines.push(found[3] ?? '')
      if (found[2] !== '-') return { code: Number(found[1]), lines }
    }
  }

  async #readLine(): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf('\n')
      if (end !== -1) {
        const line = this.#buffer.slice(0, end).replace(/\r$/, '')
        this.#buffer = this.#buffer.slice(end + 1)
        return line
      }
      if (this.#buffer.length > MAX_REPLY) throw new ConnectionError('The mail server does not speak SMTP.')
      const { done, value } = await this.#reader.read()
      if (done) throw new ConnectionError('The mail server closed the connection.')
      this.#buffer += this.#decoder.decode(value, { stream: true })
    }
  }
}

/** Awaits for so long. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new ConnectionError('The mail server does not answer.')), ms)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
