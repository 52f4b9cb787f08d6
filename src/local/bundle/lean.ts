import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'
import type { Program } from 'oxc-parser'
import { declarePure, dropNaming } from './declare-pure.ts'
import { dropDocumentation } from './drop-documentation.ts'
import { applyEdits, type Edit, parse } from './edits.ts'

/** Which modules lose what on their way into the bundle; nothing that a request needs. */
const RULES: readonly { files: RegExp; leaveOut: (program: Program) => Edit[] }[] = [
  {
    files: /\/src\/.*\.tsx?$/,
    leaveOut: (program) => [...dropDocumentation(program), ...declarePure(program)],
  },
  // The driver comes as one file; what speaks to Postgres over WebSockets is not used, and is half of it.
  {
    files: /\/@neondatabase\/serverless\/index\.mjs$/,
    leaveOut: (program) => [...dropNaming(program), ...declarePure(program)],
  },
  // JSON Schema is made of zod's schemas for the OpenAPI document only.
  { files: /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/, leaveOut: emptyExports },
]

/** Leaves out of the bundle what no request needs and esbuild cannot know to be unneeded. */
export const lean: Plugin = {
  name: 'lean',
  setup(build) {
    for (const { files, leaveOut } of RULES) {
      build.onLoad({ filter: files }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        const contents = applyEdits(source, leaveOut(parse(path, source)))
        return { contents, loader: path.endsWith('.tsx') ? 'tsx' : path.endsWith('.ts') ? 'ts' : 'js' }
      })
    }
  },
}

/** Every exported function does nothing, and esbuild removes the calls of it. */
function emptyExports({ body, end }: Program): Edit[] {
  const names = body
    .map((node) => (node.type === 'ExportNamedDeclaration' ? node.declaration : null))
    .flatMap((node) => {
      if (node?.type === 'FunctionDeclaration') return [node.id!.name]
      return node?.type === 'VariableDeclaration'
        ? node.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : ''))
        : []
    })
  return [{ start: 0, end, text: names.map((name) => `export function ${name}() {}\n`).join('') }]
}
