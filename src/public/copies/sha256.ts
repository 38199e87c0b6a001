/** A SHA-256 that is computed piece by piece; the Web Crypto API takes only what is whole. */
export interface Sha256 {
  update(bytes: Uint8Array): void
  /** Hexadecimal. Once, at the end. */
  digest(): string
}

/** Where the platform has none of its own (FIPS 180-4). */
export function createSha256(): Sha256 {
  const state = INITIAL.slice()
  const schedule = new Uint32Array(64)
  const block = new Uint8Array(64)
  let filled = 0
  let length = 0

  function update(bytes: Uint8Array): void {
    length += bytes.length
    let from = 0
    if (filled > 0) {
      from = Math.min(64 - filled, bytes.length)
      block.set(bytes.subarray(0, from), filled)
      filled += from
      if (filled < 64) return
      compress(state, schedule, block, 0)
      filled = 0
    }
    for (; from + 64 <= bytes.length; from += 64) compress(state, schedule, bytes, from)
    block.set(bytes.subarray(from), 0)
    filled = bytes.length - from
  }

  return {
    update,
    digest() {
      const bits = length * 8
      const padding = new Uint8Array((filled < 56 ? 56 : 120) - filled + 8)
      padding[0] = 0x80
      const end = new DataView(padding.buffer)
      end.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32))
      end.setUint32(padding.length - 4, bits >>> 0)
      update(padding)
      return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
    },
  }
}

function compress(state: Uint32Array, schedule: Uint32Array, bytes: Uint8Array, from: number): void {
  for (let t = 0; t < 16; t++) {
    const at = from + t * 4
    schedule[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
  }
  for (let t = 16; t < 64; t++) {
    const early = schedule[t - 15]!
    const late = schedule[t - 2]!
    const s0 = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3)
    const s1 = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10)
    schedule[t] = (schedule[t - 16]! + s0 + schedule[t - 7]! + s1) | 0
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const first = (h + s1 + ((e & f) ^ (~e & g)) + CONSTANTS[t]! + schedule[t]!) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
  state[5]! += f
  state[6]! += g
  state[7]! += h
}

const PRIMES = firstPrimes(64)
/** The first 32 bits behind the point of the cube roots of the first 64 primes, and of the square roots of the first 8. */
const CONSTANTS = Uint32Array.from(PRIMES, (prime) => (Math.cbrt(prime) % 1) * 2 ** 32)
const INITIAL = Uint32Array.from(PRIMES.slice(0, 8), (prime) => (Math.sqrt(prime) % 1) * 2 ** 32)

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  }
  return found
}
