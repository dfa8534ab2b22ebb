/** What the modules speak of. Types only: nothing of this file reaches the page. */

/** A graph-wide time: days since 1970-01-01, both ends included. */
export type Days = [from: number, to: number];

export type View = "picture" | "timeline" | "map" | "table";

export interface Document {
  document?: string;
  title?: string;
  publisher?: string;
  published?: string;
  url?: string;
}

/** A sentence, cut into marked and unmarked pieces that together are the sentence. */
export interface Evidence {
  pieces: [text: string, marked: boolean][];
  start: number;
  end: number;
  from: Document;
}

export interface Toll {
  kind: string;
  number: string;
  atLeast?: number;
  atMost?: number;
  status: string;
  accordingTo?: string;
  reportedOn?: string;
  evidence: Evidence[];
}

export interface Node {
  id: string;
  index: number;
  name: string;
  label: string;
  group: string;
  type: string;
  aliases: string[];
  ids: string[];
  date: string;
  documents: number;
  tolls: Toll[];
  x?: number;
  y?: number;
  community: number;
  at?: [latitude: number, longitude: number];
  country?: string;
  /** What a caller set: colour and shape as vis-network takes them. */
  color?: string;
  shape?: string;
  size?: number;
  /** Folded names, for search. */
  keys: string[];
  /** Its edges, a loop once. */
  edges: Edge[];
  /** When it happened; undefined for what has no date. */
  days?: Days;
}

export interface Edge {
  id: string;
  index: number;
  source: Node;
  target: Node;
  label: string;
  relation: string;
  origin: string;
  covered: boolean;
  symmetric: boolean;
  status: string;
  accordingTo: string;
  confidence?: number;
  outlets: number;
  through: Node[];
  color?: string;
  width?: number;
  dashes?: boolean | number[];
  /** Numbers of its outlets, into `Graph.outlets`. */
  publishers: number[];
  /** When what it tells happened: one span for each dated event. */
  happened: Days[];
  /** When it was published. */
  published: Days[];
  evidence: () => Evidence[];
}

export interface Group {
  id: string;
  label: string;
  shape: string;
}

export interface Line {
  status: string;
  meaning: string;
  dashes: number[];
  head: string;
}

export interface Community {
  label: string;
  x?: number;
  y?: number;
  size?: number;
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
  groups: Group[];
  lines: Line[];
  communities: Community[];
  outlets: string[];
  relations: string[];
  most: number;
  overview: boolean;
  leftOut: { nodes: number; edges: number };
  walk?: Start;
  node: Map<string, Node>;
  edge: Map<string, Edge>;
}

/** All that undo takes back and the address keeps. Lists hold what is switched off, hidden, pinned or opened. */
export interface Settings {
  groups: string[];
  statuses: string[];
  relations: string[];
  outlets: string[];
  /** First and last day, or null for all time. */
  time: Days | null;
  clock: "happened" | "published";
  undated: boolean;
  confidence: number;
  /** Edges that repeat a drawn verb are drawn too. */
  roles: boolean;
  /** Nodes without edges are drawn too. */
  loose: boolean;
  /** Most nodes drawn at once; 0: as many as find room. */
  most: number;
  hidden: string[];
  pinned: Record<string, [x: number, y: number]>;
  /** Nodes whose neighbourhood is drawn. */
  opened: string[];
  /** Only the opened neighbourhoods are drawn. */
  only: boolean;
  path: [from: string, to: string] | null;
  /** The community that is opened, or -1. */
  community: number;
  /** The communities are drawn in place of their members. */
  overview: boolean;
  /** Colours tell communities; shapes still tell kinds. */
  fields: boolean;
}

export interface Chosen {
  node?: Node;
  edge?: Edge;
  community?: number;
}

/** What the filters, the neighbourhoods and the limit leave to be seen. */
export interface Seen {
  nodes: Node[];
  edges: Edge[];
  nodeSet: Set<Node>;
  edgeSet: Set<Edge>;
  /** Nodes that pass the filters but are over the limit. */
  over: number;
}

/** What a page that asks a server holds at first: a node, and the number of the page of its neighbours that follows. */
export interface Start {
  node: string;
  /** What the IRIs of all nodes begin with that the server knows. */
  base: string;
  next: number | null;
}

export type Box = [left: number, top: number, right: number, bottom: number];
