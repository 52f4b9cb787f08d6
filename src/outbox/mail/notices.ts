import { escapeHtml } from '../../ingest/normalise/escape-html.ts'
import type { MailContent } from './brief-mail.ts'
import { mailDocument, STYLE } from './frame.ts'

interface Notice {
  subject: string
  /** Paragraphs before the link. */
  before: string[]
  button: string
  link: string
  /** Paragraphs after it. */
  after: string[]
}

/** A mail that asks for one click. */
function notice({ subject, before, button, link, after }: Notice): MailContent {
  const paragraphs = (texts: string[]) => texts.map((text) => `<p ${STYLE.text}>${escapeHtml(text)}</p>`)
  const body = [
    `<h1 style="margin:0 0 12px;font:bold 24px/1.25 Georgia,serif;color:#1f1d1a" class="ink">${escapeHtml(subject)}</h1>`,
    ...paragraphs(before),
    `<p style="margin:24px 0"><a href="${escapeHtml(link)}" ${STYLE.button}>${escapeHtml(button)}</a></p>`,
    ...after.map((text) => `<p ${STYLE.quiet}>${escapeHtml(text)}</p>`),
  ].join('\n')
  return {
    subject,
    html: mailDocument({ title: subject, preheader: before[0] ?? '', body }),
    text: [subject, ...before, `${button}: ${link}`, ...after].join('\n\n').concat('\n'),
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

/** Asks the owner of an address whether the brief may come there. */
export const confirmationMail = (link: string): MailContent =>
  notice({
    subject: 'Confirm your address for Morning Brief',
    before: ['Somebody, probably you, wants their morning brief at this address.'],
    button: 'Confirm this address',
    link,
    after: ['The link works for a week. If it was not you, do nothing: no brief comes here then.'],
  })

/** The link that signs in, once. */
export const signInMail = (link: string): MailContent =>
  notice({
    subject: 'Sign in to Morning Brief',
    before: ['Somebody, probably you, wants to sign in with this address.'],
    button: 'Sign in',
    link,
    after: ['The link works once, within ten minutes. If it was not you, do nothing.'],
  })

/** The link by which somebody who was invited comes in for the first time. */
export const invitationMail = (link: string): MailContent =>
  notice({
    subject: 'You are invited to Morning Brief',
    before: [
      'You say what you care about, and each morning you get up to three articles on it that are worth your time.',
    ],
    button: 'Come in',
    link,
    after: ['The link works once, within a week. If you do not know who invites you, do nothing.'],
  })
