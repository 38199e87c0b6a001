import {spawnSync} from 'node:child_process'
import path from 'node:path'

test('a bench that does not exist is told in a sentence, with those that do', () => {
  const program = path.join(__dirname, '../../bench/run.mjs')
  const {status, stdout, stderr} = spawnSync(process.execPath, [program, 'engines'], {encoding: 'utf8'})
  expect({status, stdout}).toEqual({status: 1, stdout: ''})
  expect(stderr).toMatch(/^"engines" is neither a bench \(engine, .*\) nor a number of items.*\n$/)
})
