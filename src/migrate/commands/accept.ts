import { Command } from 'commander'
import { accept } from '../stamp.ts'
import { addSessionOptions, readSessionOptions, reporterFor, type SessionFlags } from './options.ts'

/** `accept`: an edited file is taken as it is now. */
export function acceptCommand(): Command {
  return addSessionOptions(new Command('accept'))
    .description('take edited applied files as they are now, after proving that they make what is there')
    .argument('[migrations...]', 'names or numbers (default: all that were edited)')
    .option('--exclude <pattern...>', 'objects that are not compared, such as "table audit.*"')
    .option('--json', 'print {"accepted": [...]} for scripts; progress goes to stderr')
    .addHelpText(
      'after',
      `
The proof is that of stamp. What the files do to data is not proven.

Examples:
  $ npx migrate accept 0007`,
    )
    .action(async (names: string[], flags: SessionFlags & { exclude?: string[]; json?: boolean }) => {
      const report = reporterFor(flags.json)
      const { exclude } = flags
      const accepted = await accept(
        { ...(await readSessionOptions(flags, report)), ...(exclude && { exclude }) },
        names,
      )
      if (flags.json) console.log(JSON.stringify({ accepted }))
      report({ level: 'done', text: `accepted: ${accepted.join(', ') || 'none was edited'}` })
    })
}
