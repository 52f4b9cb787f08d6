import { Command } from 'commander'
import { stamp } from '../stamp.ts'
import { addSessionOptions, readSessionOptions, reporterFor, type SessionFlags } from './options.ts'

/** `stamp`: a database that was made otherwise becomes one that knows its migrations. */
export function stampCommand(): Command {
  return addSessionOptions(new Command('stamp'))
    .description('record migrations as applied, after proving that they make exactly what is there')
    .option('--to <migration>', 'name or number of the last one to record (default: all)')
    .option('--exclude <pattern...>', 'objects that are not compared, such as "table audit.*"')
    .option('--json', 'print {"stamped": [...]} for scripts; progress goes to stderr')
    .addHelpText(
      'after',
      `
For a database made by drizzle-kit push, by hand, or by migrations that were squashed since. The proof takes a
scratch database on the same server, which is dropped again. The schema is proven, not the data.

Examples:
  $ npx migrate stamp
  $ npx migrate stamp --to 0012`,
    )
    .action(async (flags: SessionFlags & { to?: string; exclude?: string[]; json?: boolean }) => {
      const report = reporterFor(flags.json)
      const { to, exclude } = flags
      const stamped = await stamp({
        ...(await readSessionOptions(flags, report)),
        ...(to !== undefined && { to }),
        ...(exclude && { exclude }),
      })
      if (flags.json) console.log(JSON.stringify({ stamped }))
      report({
        level: 'done',
        text: stamped.length
          ? `${stamped.length} recorded: they make what is there`
          : 'all are recorded already',
      })
    })
}
