import {generateKeyPairSync, randomBytes, sign} from 'node:crypto'

/** A certificate for one host name, good for a day, signed by itself. Made anew for each run: no key lies around. */
export function selfSigned(hostName: string): {key: string; cert: string} {
  const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'})
  const name = sequence(set(sequence(oid('550403'), text(0x0c, hostName))))
  const day = 24 * 60 * 60 * 1000
  const to = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(Date.now() - day), time(Date.now() + day)),
    name,
    publicKey.export({type: 'spki', format: 'der'}),
    explicit(3, sequence(sequence(oid('551d11'), der(0x04, sequence(text(0x82, hostName)))))),
  )
  const signature = sign('sha256', to, privateKey)
  const certificate = sequence(to, ECDSA_WITH_SHA256, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = certificate
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return {
    key: privateKey.export({type: 'pkcs8', format: 'pem'}) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

function der(tag: number, content: Buffer): Buffer {
  const {length} = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts))
const set = (...parts: Buffer[]) => der(0x31, Buffer.concat(parts))
const explicit = (number: number, part: Buffer) => der(0xa0 + number, part)
const integer = (bytes: Buffer) => der(0x02, bytes)
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const text = (tag: number, value: string) => der(tag, Buffer.from(value, 'utf8'))
const time = (ms: number) => text(0x17, `${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`)

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'))
