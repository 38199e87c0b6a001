// The code of the page that the Backups page is compared with: it shows its element, and that is all.
declare const $w: ((selector: string) => {setAttribute(name: string, value: string): void}) & {
  onReady(ready: () => void): void
}

$w.onReady(() => $w('#backupsPage').setAttribute('state', '{}'))
