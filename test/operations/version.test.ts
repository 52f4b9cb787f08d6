import { expect, it } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }
import { VERSION } from '../../src/version.ts'

it('is the same in the worker and in package.json', () => expect(VERSION).toBe(pkg.version))
