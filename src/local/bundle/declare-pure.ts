import type { Program } from 'oxc-parser'
import type { Edit } from './edits.ts'

/** Initial values that esbuild keeps although nobody uses them, because to compute them might do something. */
const COMPUTED = new Set(['CallExpression', 'ClassExpression', 'MemberExpression'])

/**
 * Declares that computing a module's top-level constants does nothing else, so that those nobody uses fall away.
 * Right for a module whose constants are plain values: schemas, statements, the parts of a driver.
 * @see https://esbuild.github.io/api/#pure
 */
export function declarePure(program: Program): Edit[] {
  return program.body
    .map((node) => (node.type === 'ExportNamedDeclaration' ? node.declaration : node))
    .flatMap((node) => (node?.type === 'VariableDeclaration' ? node.declarations : []))
    .flatMap(({ init }) =>
      init && COMPUTED.has(init.type)
        ? [
            { start: init.start, end: init.start, text: '/* @__PURE__ */ (() => ' },
            { start: init.end, end: init.end, text: ')()' },
          ]
        : [],
    )
}

/**
 * Drops what names functions and classes for stack traces, `name(Pool, "Pool")`, as esbuild's `keepNames` leaves it in
 * a package: each of these would keep what it names.
 */
export function dropNaming(program: Program): Edit[] {
  return program.body.flatMap((node) => {
    if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return []
    const [target, name, ...more] = node.expression.arguments
    const names = target?.type === 'Identifier' && name?.type === 'Literal' && more.length === 0
    return names ? [{ start: node.start, end: node.end, text: '' }] : []
  })
}
