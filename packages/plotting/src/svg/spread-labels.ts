/**
 * Positions for labels of one height on a line: each as near as possible to its wanted position, at least `step` apart,
 * between `low` and `high` while they fit there. `wanted` is ascending; so is the result.
 */
export function spreadLabels(
  wanted: readonly number[],
  { step, low, high }: { step: number; low: number; high: number },
): number[] {
  // Labels that would touch form a block, placed at the mean of their wanted positions.
  const blocks: { sum: number; count: number; start: number }[] = [];
  const place = (sum: number, count: number): number => {
    const height = (count - 1) * step;
    return Math.max(low, Math.min(high - height, sum / count - height / 2));
  };
  for (const value of wanted) {
    let block = { sum: value, count: 1, start: place(value, 1) };
    for (let before = blocks.at(-1); before !== undefined; before = blocks.at(-1)) {
      if (before.start + before.count * step <= block.start) break;
      blocks.pop();
      const count = before.count + block.count;
      const sum = before.sum + block.sum;
      block = { sum, count, start: place(sum, count) };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ start, count }) =>
    Array.from({ length: count }, (_, index) => start + index * step),
  );
}
