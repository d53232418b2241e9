/** 0.8731 as "87.3%"; more decimals between 99.9% and 100%, where they tell. */
export function formatPercent(share: number, decimals = 1): string {
  if (!Number.isFinite(share)) return String(share);
  const text = (share * 100).toFixed(decimals);
  return `${decimals > 0 && (share === 0 || share === 1) ? Math.round(share * 100) : text}%`;
}

/** A number for people: about four significant digits, plain or as 1e-7. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return shortExponent(value.toExponential(2));
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}

function shortExponent(text: string): string {
  return text.replace(/\.?0+e/, 'e').replace('e+', 'e');
}
