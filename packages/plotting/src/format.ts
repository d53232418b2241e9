/** 0.8731 as "87.3%"; what only rounds to 0% or 100% is "<0.1%" or ">99.9%", and NaN is "–". */
export function formatPercent(share: number, decimals = 1): string {
  if (!Number.isFinite(share)) return '–';
  if (share === 0 || share === 1) return `${share * 100}%`;
  const unit = 10 ** -decimals;
  const percent = share * 100;
  if (share > 0 && percent < unit / 2) return `<${unit}%`;
  if (share < 1 && percent > 100 - unit / 2) return `>${(100 - unit).toFixed(decimals)}%`;
  return `${minusSign(percent.toFixed(decimals))}%`;
}

/** A number for people: about four significant digits, plain or as 1e-7. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return minusSign(shortExponent(value));
  if (Number.isInteger(value)) return minusSign(String(value));
  return minusSign(String(Number(value.toPrecision(4))));
}

/** 0.00001 as "1e-5". */
export function shortExponent(value: number): string {
  return value
    .toExponential(2)
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e');
}

/** A hyphen in front of a number becomes a minus sign. */
export function minusSign(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : text;
}
