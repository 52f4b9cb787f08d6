import { Command } from 'commander'
import { PARTS, packPart } from './pack.ts'

const [target = 'dist/parts'] = new Command('pack')
  .description('Builds the parts that stand alone as npm packages.')
  .argument('[folder]', 'where to (default: dist/parts)')
  .parse().args

for (const part of PARTS) console.log(packPart(part, target))
