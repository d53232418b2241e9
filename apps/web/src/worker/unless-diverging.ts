/** Weights that are not finite predict nothing: the next step of the run ends it as diverged. */
export async function unlessDiverging<Result>(look: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}
