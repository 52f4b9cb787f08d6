import { encodeHeader, encodeMailbox } from './encode-header.ts'
import type { Mail } from './mail.ts'

const LINE = 76

/**
 * A mail as it travels by SMTP (RFC 5322, RFC 2045): plain text and HTML of the same (`multipart/alternative`). Both are in
 * base64, so that no script needs 8-bit transport and no line is too long or begins with a dot.
 * @param now for the Date header
 */
export function writeMime(mail: Mail, now: Date): string {
  // Follows from the message, so that another attempt sends the same bytes.
  const boundary = `=_${mail.message_id.replace(/[^\w]/g, '').slice(0, 50)}`
  const headers = [
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `From: ${encodeMailbox(mail.from)}`,
    `To: ${mail.to}`,
    `Subject: ${encodeHeader(mail.subject)}`,
    `Message-ID: <${mail.message_id}>`,
    ...Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ]
  const part = (type: string, text: string) =>
    [
      `--${boundary}`,
      `Content-Type: ${type}; charset=utf-8`,
      'Content-Transfer-Encoding: base64',
      '',
      base64Lines(text),
    ].join('\r\n')
  return [
    ...headers,
    '',
    part('text/plain', mail.text),
    part('text/html', mail.html),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

function base64Lines(text: string): string {
  const bytes = new TextEncoder().encode(text.toWellFormed().replace(/\r?\n/g, '\r\n'))
  const lines: string[] = []
  // 57 bytes are 76 characters.
  for (let at = 0; at < bytes.length; at += (LINE / 4) * 3) {
    lines.push(btoa(String.fromCharCode(...bytes.subarray(at, at + (LINE / 4) * 3))))
  }
  return lines.join('\r\n')
}
