/** What TensorFlow.js takes for an entry of this name: it turns `inbound_nodes` into `inboundNodes`. */
export function entry(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  const found = Object.entries(holder).filter(([key]) => camelCase(key) === name);
  return found.at(-1)?.[1];
}

function camelCase(key: string): string {
  return key.replaceAll(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase());
}
