import type {ItemDetails} from '../recovery-contract'
import {isOwnField, type Item} from './item-values'

/** Longer texts are cut: ten thousand items must fit the page's memory. */
const LONGEST_TEXT = 300

/** What a person finds an item by, besides its title. */
export function itemDetails(item: Item): ItemDetails {
  const values = Object.entries(item).filter(([key]) => isOwnField(key))
  return {
    picture: values.map(([, value]) => pictureAddress(value)).find((address) => address !== null) ?? null,
    text: values
      .map(([, value]) => textOf(value))
      .filter((text) => text !== '')
      .join(' ')
      .slice(0, LONGEST_TEXT)
      .toLowerCase(),
  }
}

/** `wix:image://v1/{id}/{name}#…` is kept by Wix at static.wixstatic.com (Wix's media documentation). */
function pictureAddress(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const [, id] = /^wix:image:\/\/v1\/([^/#]+)/.exec(value) ?? []
  return id ? `https://static.wixstatic.com/media/${encodeURIComponent(decodeURIComponent(id))}` : null
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(textOf).join(' ')
  return typeof value === 'object' && value !== null ? Object.values(value).map(textOf).join(' ') : ''
}
