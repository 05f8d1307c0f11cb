import { type AnswerWay, drawAnswer, drawAnswerCard } from '@/lib/path/answer'
import { answerCard, shiftAxis } from '@/lib/path/ends'
import * as g from '@/lib/path/geometry'
import type { Track } from '@/lib/path/line'
import type { AnswerCard, ClientCard, LayoutOptions, Point } from '@/lib/path/model'
import type { Story } from '@/lib/path/story'
import { comesBack } from '@/lib/path/verdict-tone'
import type { Ways } from '@/lib/path/visits'

type Input = {
  story: Story
  ways: Ways
  options: LayoutOptions
  tracks: Track[]
  client: ClientCard | null
  /** Where the request turns; null: nowhere. */
  turn: Point | null
  /** The lower and the right edge of the frames. */
  lowest: number
  right: number
  /** The number after the last card. */
  next: number
}

/** Is the way back shown, and known? */
export const showsAnswer = (story: Story, options: LayoutOptions): boolean => options.way !== 'request' && comesBack(story.verdict)

/** The way back and the card of what came, as far as something did; an axis under the frames, or a card on a screen of its own. */
export function layBack(input: Input): { back: AnswerWay | null; answer: AnswerCard | null } {
  const { story, ways, options, tracks, client, next } = input
  const back = showsAnswer(story, options) && tracks.length > 0 ? drawBack(input) : null
  const last = tracks.at(-1)?.frame ?? null
  const answer = client ? answerCard(story, options, client, back, next + (back?.stops.length ?? 0), ways.back, last) : null
  return { back, answer }
}

function drawBack({ ways, options, tracks, client, turn, lowest, right, next }: Input): AnswerWay | null {
  if (!turn) return null
  if (options.set === 'page') {
    const x = right + g.widthsOf(options.set, options.width).gutter
    return drawAnswerCard(tracks, ways.back, turn, x, client !== null, next)
  }
  const back = drawAnswer(tracks, ways.back, turn, lowest, client !== null, next)
  if (client) shiftAxis(back, client.x)
  return back
}
