import {createWebMethodCaller} from '../../local/host/frame/velo-runtime/call-web-method'

function site(status: number, body: string) {
  const requests: {url: string; init: RequestInit}[] = []
  const call = createWebMethodCaller({
    fetch: (async (url: string, init: RequestInit) => {
      requests.push({url, init})
      return new Response(body, {status})
    }) as typeof fetch,
    identity: async () => 'local-collaborator',
  })
  return {requests, call: (...args: unknown[]) => call('backend/backups.web', 'deleteBackup', args)}
}

describe('a call of a web method', () => {
  it('posts the arguments as a JSON array, as the identity that opened the page', async () => {
    const {call, requests} = site(200, '{"result":{"ok":true}}')
    expect(await call('id-1', undefined, {a: 1})).toEqual({ok: true})
    expect(requests[0]!.url).toBe('/_webMethods/backend/backups.web.js/deleteBackup.ajax')
    expect(requests[0]!.init).toMatchObject({
      method: 'POST',
      headers: {Authorization: 'local-collaborator', 'Content-Type': 'application/json'},
      body: '["id-1",null,{"a":1}]',
    })
  })

  it('answers undefined where the web method returned nothing', async () => {
    expect(await site(200, '{}').call()).toBeUndefined()
  })

  it.each([200, 403, 500])(
    'throws the exception of the backend as a plain Error (HTTP %d)',
    async (status) => {
      const result = {message: 'Not for you', name: 'Forbidden', stack: 'the stack', code: '-403'}
      const error = await site(status, JSON.stringify({exception: true, result}))
        .call()
        .catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      const {message, name, stack, code} = error as Error & {code: unknown}
      expect({message, name, stack, code}).toEqual(result)
    },
  )

  it.each([
    [504, '<html>Gateway</html>', 'an answer that is not JSON (HTTP 504)'],
    [404, '{"message":"no such web method"}', 'no such web method (HTTP 404)'],
    [200, 'null', 'an unexpected answer (HTTP 200)'],
  ])(
    'throws what it got where that is no answer of a web method (HTTP %d, %s)',
    async (status, body, message) => {
      await expect(site(status, body).call()).rejects.toThrow(message)
    },
  )

  it('lets the TypeError of a network failure through', async () => {
    const call = createWebMethodCaller({
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
      identity: async () => 'local-owner',
    })
    await expect(call('backend/backups.web', 'getOverview', [])).rejects.toThrow(TypeError)
  })
})
