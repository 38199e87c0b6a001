import type {CoreCommand} from './core-command'

/** What only the reader's window knows. */
export interface PageWindow {
  isVisible: boolean
  isOnline: boolean
  /** From before a reload. `null`: the window has not said yet. */
  remembered: {value: unknown} | null
}

export const unopenedWindow: PageWindow = {isVisible: true, isOnline: true, remembered: null}

export function afterCommand(window: PageWindow, command: CoreCommand): PageWindow {
  switch (command.type) {
    case 'opened': {
      const {visible: isVisible, online: isOnline, remembered = null} = command
      return {isVisible, isOnline, remembered: window.remembered ?? {value: remembered}}
    }
    case 'visibility':
      return {...window, isVisible: command.visible}
    case 'connection':
      return {...window, isOnline: command.online}
    default:
      return window
  }
}

/** The person is back, or the connection: what is shown may be old. */
export function isBack({isVisible}: PageWindow, command: CoreCommand): boolean {
  if (command.type === 'connection') return command.online
  return (command.type === 'opened' || command.type === 'visibility') && command.visible && !isVisible
}
