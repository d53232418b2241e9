/**
 * exp, tanh and log from IEEE-754 sums, products, quotients and bit patterns only: the same bits in every engine.
 *
 * Memory: none.
 * Assumes: round to nearest. Accuracy is held to float64 in src/math.test.ts: exp 1.5e-7, expm1 3e-7 and tanh 3e-7
 * relative, log 4e-16 absolute + relative. NaN gives NaN.
 * Polynomials: Cephes' `expf` and `tanhf` (Moshier), fdlibm's `log` (Sun Microsystems, freely distributable).
 */

function splat(value: f32): v128 {
  return f32x4.splat(value);
}

/** exp(x) for x <= 0, lane by lane; below -87.3, where float32 becomes denormal, 0. */
export function expNonPositive(x: v128): v128 {
  // x = n ln 2 + r, |r| <= ln 2 / 2; ln 2 in two parts, so that n times the first is exact.
  const n = f32x4.nearest(f32x4.mul(x, splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, splat(2.1219444e-4)));
  let p = splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const tooSmall = f32x4.lt(x, splat(-87.3));
  return v128.andnot(f32x4.mul(p, power), tooSmall);
}

/** tanh(x), lane by lane. */
export function tanh(x: v128): v128 {
  const magnitude = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let near = splat(-5.70498872745e-3);
  near = f32x4.add(f32x4.mul(near, z), splat(2.06390887954e-2));
  near = f32x4.add(f32x4.mul(near, z), splat(-5.37397155531e-2));
  near = f32x4.add(f32x4.mul(near, z), splat(1.33314422036e-1));
  near = f32x4.add(f32x4.mul(near, z), splat(-3.33332819422e-1));
  near = f32x4.add(f32x4.mul(f32x4.mul(near, z), x), x);
  const e = expNonPositive(f32x4.mul(magnitude, splat(-2)));
  const far = f32x4.div(f32x4.sub(splat(1), e), f32x4.add(splat(1), e));
  const signed = v128.or(far, v128.and(x, splat(-0.0)));
  return v128.bitselect(near, signed, f32x4.lt(magnitude, splat(0.625)));
}

/** exp(x) - 1 for x <= 0, lane by lane: from tanh(x / 2), which stays precise near 0. */
export function expm1NonPositive(x: v128): v128 {
  const t = tanh(f32x4.mul(x, splat(0.5)));
  return f32x4.div(f32x4.mul(splat(2), t), f32x4.sub(splat(1), t));
}

/** 1 / (1 + exp(-x)), lane by lane. */
export function sigmoid(x: v128): v128 {
  const e = expNonPositive(f32x4.neg(f32x4.abs(x)));
  const positive = f32x4.div(splat(1), f32x4.add(splat(1), e));
  return v128.bitselect(f32x4.mul(e, positive), positive, f32x4.lt(x, splat(0)));
}

/** The natural logarithm of a positive normal number. */
export function log(x: f64): f64 {
  if (!(x < Infinity)) return x;
  let bits = reinterpret<u64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  let p: f64 = 1.479819860511658591e-1;
  p = p * z + 1.531383769920937332e-1;
  p = p * z + 1.818357216161805012e-1;
  p = p * z + 2.222219843214978396e-1;
  p = p * z + 2.857142874366239149e-1;
  p = p * z + 3.999999999940941908e-1;
  p = p * z + 6.66666666666673513e-1;
  p *= z;
  const half = 0.5 * f * f;
  const n = <f64>exponent;
  return n * 6.9314718036912381649e-1 - (half - (s * (half + p) + n * 1.90821492927058770002e-10) - f);
}
