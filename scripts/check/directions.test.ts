import { describe, expect, it } from 'vitest'
import { importsOf, wrongImports } from './directions.mjs'
import { projectFiles } from './files.mjs'
import { machineTraces } from './traces.mjs'

const why = (file: string, text: string) => wrongImports(file, text).join('\n')

describe('importsOf', () => {
  it('finds static, side-effect, re-exporting and dynamic imports with their lines', () => {
    const text =
      "import a from 'a'\nimport './b.css'\nexport { c } from '@/c'\nconst d = await import('d')\nimport type {\n  E,\n} from 'e'\n"
    expect(importsOf(text).map(({ module, line }) => [module, line])).toEqual([
      ['a', 1],
      ['./b.css', 2],
      ['@/c', 3],
      ['d', 4],
      ['e', 7],
    ])
  })
})

describe('wrongImports', () => {
  it('names file, line and reason when a lower layer imports a higher one', () => {
    expect(why('lib/walk/a.ts', "\nimport { B } from '@/components/b'\n")).toBe(
      'lib/walk/a.ts:2 lib must not import components (components/b)',
    )
    expect(why('components/a.tsx', "import { b } from '@/server/b'")).toContain('components must not import server')
    expect(why('server/a.ts', "import { b } from '@/app/b'")).toContain('server must not import app')
  })
  it('keeps the fields of lib apart', () => {
    expect(why('lib/netfilter/a.ts', "import { b } from '@/lib/envoy/b'")).toContain('lib/netfilter must not import lib/envoy')
    expect(why('lib/envoy/x/a.ts', "import { b } from '@/lib/netfilter/b'")).toContain('lib/envoy must not import lib/netfilter')
    expect(why('lib/walk/a.ts', "import { b } from '@/lib/envoy/b'")).toBe('')
  })
  it('keeps lib pure and the browser free of the server', () => {
    expect(why('lib/walk/a.ts', "import fs from 'node:fs'")).toContain('lib is pure')
    expect(why('lib/walk/a.ts', "import { useState } from 'react'")).toContain('lib is pure')
    expect(why('components/a.tsx', "import pino from 'pino'")).toContain('components run in the browser')
    expect(why('lib/walk/a.ts', "import { z } from 'zod'")).toBe('')
  })
  it('has modules named from the top, also in tests and lazily, but not styles', () => {
    expect(why('lib/walk/a.ts', "import { b } from './b'")).toBe('lib/walk/a.ts:1 import "./b" as "@/lib/walk/b"')
    expect(why('lib/walk/a.test.ts', "import { b } from '../mesh/b'")).toBe('lib/walk/a.test.ts:1 import "../mesh/b" as "@/lib/mesh/b"')
    expect(why('components/a.tsx', "const load = () => import('./b')")).toContain('as "@/components/b"')
    expect(why('app/layout.tsx', "import './globals.css'")).toBe('')
  })
  it('lets tests read files', () => {
    expect(why('lib/walk/a.test.ts', "import fs from 'node:fs'")).toBe('')
  })
})

describe('machineTraces', () => {
  it('finds paths of a machine and registry addresses, and nothing in routes of the product', () => {
    const slash = '/'
    const place = `${slash}root${slash}x`
    expect(machineTraces('a.ts', `open('${place}')`)).toEqual([`a.ts:1 names a path of one machine: ${place}`])
    expect(machineTraces('a.ts', "fetch('/api/work/x'); href='/requests'")).toEqual([])
    expect(machineTraces('package-lock.json', `"resolved": "https:${slash}/x"`)).toHaveLength(1)
  })
})

describe('this checkout', () => {
  const files = [...projectFiles()]
  it('imports downwards only', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(files.flatMap(({ file, text }) => wrongImports(file, text))).toEqual([])
  })
  it('tells nothing about the machine it was written on', () => {
    expect(files.flatMap(({ file, text }) => machineTraces(file, text))).toEqual([])
  })
})
