import type { Packet, Step, Verdict, Walk } from '@/lib/api/step'

/** A message of the namespace `path` in messages/, with its values; a plain string is data and stands as it is. */
export type Say = { key: string; values?: Record<string, string | number> }
export type Text = string | Say

/** CSS px on the canvas, origin top left. */
export type Box = { x: number; y: number; w: number; h: number }
export type Point = { x: number; y: number }

/** The colour of a card, a badge or a part of the line: tokens of the design (`--trace`, `--dropped` …). */
export type Tone = 'trace' | 'reply' | 'dropped' | 'rejected' | 'reset' | 'random' | 'unknown'

export type Look = 'chain' | 'rewrite' | 'routing' | 'policy' | 'passed' | 'fold' | 'envoy' | 'app' | 'outcome' | 'choices' | 'unknown'

/** Which rules of the chain matched, counted from 1. */
export type Ruler = { hits: number[]; of: number }

export type Counter = { key: string; packets: number }

/** One way that the walk could go on, as a row or a small card. */
export type Choice = {
  id: string
  label: Text
  detail: string
  chance: number | null
  chosen: boolean
  verdict: Verdict
  index: number
  counter?: Counter
}

/** What a card says; where it stands is added by the layout. */
export type CardContent = {
  look: Look
  /** Fill of a card at which the walk ends or becomes unknown. */
  tone: Tone | null
  title: Text
  mono: boolean
  lines: { text: Text; mono: boolean; strong: boolean; beside?: string }[]
  aside?: Text
  op?: string
  ruler?: Ruler
  counter?: Counter
  /** The chain was called and came back. */
  returns?: boolean
  xds?: string
  lock?: 'mtls' | 'tls' | 'plaintext'
  chip?: Verdict
  chance?: number | null
  /** This card decides: the followed branch and how many there are. */
  pick?: { at: number; of: number }
  choices?: Choice[]
  /** Moved 14 px right: a chain that is called and returns. */
  trip?: boolean
  /** Folded and passed cards open in place by this id. */
  fold?: string
  /** Numbers of the cards in a fold, "2–5". */
  range?: string
  /** The notes' numbers of the stages that begin here. */
  stages?: number[]
  /** Derived, not observed. */
  computed?: boolean
  steps: Step[]
}

export type Card = CardContent & Box & { id: string; station: Point; place: string; selectable: boolean }
export type HookRow = Box & { id: string; hook: string; table: string; aside: Text; station: Point; steps: Step[]; stages?: number[] }
export type PacketTag = Box & { id: string; packet: Packet; changed: { src: boolean; dst: boolean } }

export type Frame = Box & {
  id: string
  parent: string | null
  kind: 'node' | 'pod' | 'envoy' | 'outside'
  name: string
  sub: string
  roles: Text[]
  proxy?: string
  stages?: number[]
  /** Heads of further columns inside a frame. */
  heads: (Box & { title: Text; sub: Text })[]
  note?: Box & { text: Text }
}

/** A branch that is not followed and leads to another place: 54 high in the column of the followed one. */
export type Stub = Box & { id: string; name: string; address: string; sub: Text; chance: number | null; index: number }

export type Station = Point & { id: string; label: string; tone: Tone; inverted: boolean }
export type Dot = Point & { tone: Stroke['tone'] }
export type Lock = Point & { id: string; kind: 'mtls' | 'tls' }
export type Arrow = Point & { tone: Tone; to: 'left' | 'right' | 'down' }
export type Bar = Point & { tone: Tone }
export type Stroke = { d: string; points: Point[]; tone: Tone | 'inverted' | 'ghost'; width: number; dash: string | null; branch: boolean }

export type AnswerStop = { id: string; station: Point; caption: Box & { title: Text; detail: Text[] }; steps: Step[] }
export type ClientCard = Box & {
  id: string
  station: Point
  name: string
  ip: string
  command: string
  steps: Step[]
  stages?: number[]
  chip?: Verdict
}
export type AnswerCard = Box & { id: string; station: Point; verdict: Verdict; answered: boolean; recorded: Outcome | null; steps: Step[] }

export type GhostFrame = Box & { id: string; parent: string | null; kind: 'node' | 'pod'; name: string; sub: string }
export type GhostCard = Box & { id: string; title: Text; mono: boolean; line: Text; xds?: string; station: Point }
/** What would have followed a stop: not reached, so it has no numbers. `door`: the entry from which the same request comes here; `node` null: had a filter let it pass. */
export type Beyond = {
  frames: GhostFrame[]
  cards: GhostCard[]
  door: (Box & { node: string | null; address: string; verdict: Verdict }) | null
}

/** A screen of a narrow window. `reached`: the request comes there. */
export type Page = { x: number; title: Text; reached: boolean }

/** What curl said in a recording. */
export type Outcome = { exit: number | null; status: number | null; seconds: number | null; bytes?: number | null }

/** A thing that keys step through, in packet order. */
export type Stop = { id: string; box: Box; way: 'there' | 'back'; card: Card | null; steps: Step[] }

export type Layout = {
  frames: Frame[]
  stubs: Stub[]
  cards: Card[]
  hooks: HookRow[]
  tags: PacketTag[]
  stations: Station[]
  dots: Dot[]
  locks: Lock[]
  arrows: Arrow[]
  bars: Bar[]
  strokes: Stroke[]
  client: ClientCard | null
  /** The way back: an axis under the frames at `y`, or in a card of its own where each frame has a screen. */
  axis: { y: number; stops: AnswerStop[]; card: Box | null } | null
  answer: AnswerCard | null
  stopNote: (Box & { text: Text }) | null
  /** Only after a stop, and only what is known. */
  beyond: Beyond | null
  /** Where the same request at each entry is listed. */
  entries: Box | null
  /** Where each frame has a screen: what stands on each, from left to right, and its left edge; else empty. */
  pages: Page[]
  stops: Stop[]
  choices: Choice[][]
  counts: { there: number; back: number; rewrites: number; proxies: number }
  verdict: Verdict
  size: { w: number; h: number }
}

export type PlaceFacts = { ip?: string; version?: string }

export type LayoutOptions = {
  width: number
  height: number
  /** The frame and gutter widths: `wide` for windows of 1440 and more; `page`: one frame a screen. */
  set: 'wide' | 'narrow' | 'page'
  way: 'both' | 'request' | 'answer'
  /** For each fork in walk order the index of the branch to follow. */
  follow: readonly (number | undefined)[]
  /** Folded or passed cards that stand open, by their fold id. */
  open: ReadonlySet<string>
  selected: string | null
  outcome: Outcome | null
  /** What is known of a network namespace beside the walk: its address. */
  places: ReadonlyMap<string, PlaceFacts>
  /** After a stop: the walk of the same request from the entry that leads further; `node` null: the steps after a filter, had it let the request pass. */
  beyond?: { node: string | null; walk: Walk } | null
  /** After a stop: how many entry nodes are listed with their own verdict. */
  entries?: number
}
