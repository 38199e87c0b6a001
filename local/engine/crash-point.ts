import type {CrashStep} from './worker-protocol'

/** Only for crash tests: the process dies at once, as by a power switch, when it comes to the step it was told. */
export function crashPointFor(crashAt: CrashStep | undefined): (step: CrashStep) => void {
  return (step) => {
    if (step === crashAt) process.kill(process.pid, 'SIGKILL')
  }
}
