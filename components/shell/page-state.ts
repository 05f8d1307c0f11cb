'use client'

import { createContext, useContext } from 'react'
import type { Question } from '@/lib/api/question'

export type Ways = 'both' | 'request' | 'answer'

/** Everything of a page that someone would send to a colleague; app/search-params.ts keeps it in the address. */
export interface PageState {
  /** A recording's name; null: the server's first one. */
  recording: string | null
  /** Id of the recorded request that is shown beside its walk. */
  request: string | null
  from: string | null
  url: string | null
  host: string | null
  container: string | null
  method: string
  /** NAME:VALUE each, as curl's -H. */
  header: string[]
  /** ms on the recording's timeline. */
  at: number
  /** The selected step as the picture numbers it: 7, at a fork 7b. */
  step: string | null
  /** The branches that the line follows, e.g. `0.1`; null: the most probable ones. */
  follow: string | null
  ways: Ways
  freeze: boolean
  /** The part of a view that is shown, e.g. `outside` in the overview. */
  view: string | null
  /** Which findings of the configuration are shown: of one level, about objects of one namespace. */
  level: 'Error' | 'Warning' | 'Info' | null
  namespace: string | null
}

export type PagePatch = Partial<PageState>

export interface PageAddress {
  state: PageState
  /** Changes the address in place; `push` adds an entry to the browser's history (for another question or view). */
  update(patch: PagePatch, history?: 'push' | 'replace'): void
  /** The address of a view with this state, for links. Parts that are left out have their defaults. */
  href(path: string, patch: PagePatch): string
}

export const PageAddressContext = createContext<PageAddress | null>(null)

/** The page's state in its address. Throws outside of the provider that app/layout.tsx mounts. */
export function usePageAddress(): PageAddress {
  const address = useContext(PageAddressContext)
  if (!address) throw new Error('usePageAddress needs the PageAddressContext that app/layout.tsx provides')
  return address
}

/** What clears a question (and everything that hangs on it) from the address. */
export const noQuestion = {
  request: null,
  from: null,
  url: null,
  host: null,
  container: null,
  method: 'GET',
  header: [],
  step: null,
  follow: null,
} satisfies PagePatch

/** The address's question; null while it lacks a sender or a URL. */
export function questionOf(state: PageState): Question | null {
  if (!state.from || !state.url) return null
  return {
    from: state.from,
    url: state.url,
    host: state.host,
    container: state.container,
    method: state.method,
    headers: state.header.map(splitHeader),
    at: state.at,
  }
}

/** The part of the address that asks this question. */
export function addressOf(question: Question): PagePatch {
  return {
    ...noQuestion,
    from: question.from,
    url: question.url,
    host: question.host,
    container: question.container,
    method: question.method,
    header: question.headers.map(([name, value]) => `${name}:${value}`),
    at: question.at,
  }
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':')
  return colon < 0 ? [line.trim(), ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
}
