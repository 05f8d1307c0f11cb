import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test'
import type { RecordingSummary, RequestSummary } from '@/lib/api/recordings'
import type { Step, Walk } from '@/lib/api/step'

/** Steps and cards, as a screen reader meets them. */
export const stepCards = (page: Page): Locator => page.locator('[data-path-canvas] [data-step]')

export async function recordings(api: APIRequestContext): Promise<RecordingSummary[]> {
  const answer = await api.get('/api/recordings')
  expect(answer.ok()).toBe(true)
  return (await answer.json()).recordings
}

export async function recordingNamed(api: APIRequestContext, name: string): Promise<RecordingSummary> {
  const found = (await recordings(api)).find((one) => one.name === name)
  if (!found) throw new Error(`The product ships no recording ${name}.`)
  return found
}

export async function walkOfRequest(api: APIRequestContext, recording: string, id: string): Promise<Walk> {
  const answer = await api.get('/api/request', { params: { recording, id } })
  expect(answer.ok()).toBe(true)
  return (await answer.json()).walk
}

/** The address of a recorded request's walk, with everything that moves by itself off. */
export function requestAddress(recording: string, request: Pick<RequestSummary, 'id'>): string {
  return `/?${new URLSearchParams({ recording, request: request.id, freeze: '1' })}`
}

/** Opens a walk, and returns when its picture can be moved and zoomed. */
export async function openWalk(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.locator('[data-path-canvas] .react-flow__pane')).toBeAttached()
  await expect(stepCards(page).first()).toBeVisible()
}

/** A text that only the script which moves pictures holds. */
export const REACT_FLOW = 'react-flow__renderer'

/** Keeps the scripts that hold a text from arriving, until what this returns is called. */
export async function withholdScript(page: Page, text: string): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/_next/static/chunks/*.js', async (route) => {
    const response = await route.fetch()
    const body = await response.text()
    if (body.includes(text)) await released
    await route.fulfill({ response, body })
  })
  return release
}

/** The names of all steps by their number: what the picture says when it is read in order. */
export async function stepNames(page: Page): Promise<{ no: number; name: string }[]> {
  const found = await stepCards(page).evaluateAll((cards) =>
    cards.map((card) => ({ no: Number.parseInt(card.getAttribute('data-step') ?? '', 10), name: card.getAttribute('aria-label') ?? '' })),
  )
  return found.sort((a, b) => a.no - b.no)
}

/** Every step of a walk along its first branches. */
export function alongFirstBranches(walk: Walk): Step[] {
  const steps: Step[] = []
  for (let list: readonly Step[] | undefined = walk.steps; list; list = list.at(-1)?.branches?.[0]?.steps) steps.push(...list)
  return steps
}

/** An address of the product: a path and its parameters. */
export const addressWith = (path: string, parameters: Record<string, string>): string => `${path}?${new URLSearchParams(parameters)}`

/** The moment that the page's address names, in ms on the recording's timeline; 0: none. */
export const momentOf = (page: Page): number => Number(new URL(page.url()).searchParams.get('at') ?? 0)
