// Where the nodes of a network stand: a tree around its root, ring by ring. Each branch gets as much of the circle as it has
// ends, and a ring is as wide as its labels need. Chosen over a force layout: it never overlaps labels, a node stays on its
// side when another branch is opened, and it takes no library.

export type Placed = { id: string; x: number; y: number; depth: number; parent: string | null };

const ring = 150;
const room = 21; // of one label along its ring

export function radial(root: string, childrenOf: (id: string) => string[]): Placed[] {
  const ends = new Map<string, number>();
  const count = (id: string): number => {
    const sum = Math.max(1, childrenOf(id).map(count).reduce((a, b) => a + b, 0));
    ends.set(id, sum);
    return sum;
  };
  const first = Math.max(ring, (count(root) * room) / (2 * Math.PI));
  const radius = (depth: number) => (depth === 0 ? 0 : first + (depth - 1) * ring);

  const placed: Placed[] = [];
  const place = (id: string, parent: string | null, depth: number, from: number, to: number) => {
    const angle = (from + to) / 2;
    placed.push({ id, x: Math.cos(angle) * radius(depth), y: Math.sin(angle) * radius(depth), depth, parent });
    let at = from;
    for (const child of childrenOf(id)) {
      const share = ((to - from) * ends.get(child)!) / ends.get(id)!;
      place(child, id, depth + 1, at, at + share);
      at += share;
    }
  };
  place(root, null, 0, -Math.PI / 2, Math.PI * 1.5);
  return placed;
}
