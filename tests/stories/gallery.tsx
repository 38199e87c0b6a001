// Every primitive of the pages' markup on one page, as an element.
import {render} from 'preact'
import {useState} from 'preact/hooks'
import '../../src/public/custom-elements/backups-page/backups-page.css'
import {Badge} from '../../src/public/custom-elements/markup/badge'
import {Button, TextButton} from '../../src/public/custom-elements/markup/button'
import {Card} from '../../src/public/custom-elements/markup/card'
import {Checkbox} from '../../src/public/custom-elements/markup/checkbox'
import {Choice} from '../../src/public/custom-elements/markup/choice'
import {Dialog} from '../../src/public/custom-elements/markup/dialog'
import {EmptyState} from '../../src/public/custom-elements/markup/empty-state'
import {Fact} from '../../src/public/custom-elements/markup/fact'
import {Heading} from '../../src/public/custom-elements/markup/heading'
import {IconButton} from '../../src/public/custom-elements/markup/icon-button'
import {Icon} from '../../src/public/custom-elements/markup/icon'
import '../../src/public/custom-elements/markup/layout.css'
import {Loader} from '../../src/public/custom-elements/markup/loader'
import {Notice} from '../../src/public/custom-elements/markup/notice'
import {Page} from '../../src/public/custom-elements/markup/page'
import {ProgressBar} from '../../src/public/custom-elements/markup/progress-bar'
import {Radio} from '../../src/public/custom-elements/markup/radio'
import {Select} from '../../src/public/custom-elements/markup/select'
import {SidePanel} from '../../src/public/custom-elements/markup/side-panel'
import {SkeletonLine} from '../../src/public/custom-elements/markup/skeleton-line'
import {Steps} from '../../src/public/custom-elements/markup/steps'
import {Table} from '../../src/public/custom-elements/markup/table'
import {Tabs} from '../../src/public/custom-elements/markup/tabs'
import {Text} from '../../src/public/custom-elements/markup/text'
import {TextField} from '../../src/public/custom-elements/markup/text-field'
import {VirtualList} from '../../src/public/custom-elements/markup/virtual-list'

const ITEMS = Array.from({length: 1000}, (_, index) => ({id: String(index), name: `Item ${index + 1}`}))
const STEPS = ['Choose', 'Compare', 'Bring back']

function Gallery() {
  const [open, setOpen] = useState<'dialog' | 'panel' | null>(null)
  return (
    <>
      <Page
        title="Markup"
        subtitle="What pages are drawn with"
        isBusy={false}
        actions={
          <Button dataHook="open-dialog" prefixIcon="history" onClick={() => setOpen('dialog')}>
            Open the Dialog
          </Button>
        }
      >
        <Card isPadded>
          <Buttons openPanel={() => setOpen('panel')} />
        </Card>
        <Card isPadded>
          <Fields />
        </Card>
        <Card isPadded>
          <Facts />
        </Card>
        <Card>
          <Lists />
        </Card>
      </Page>
      {open === 'panel' && (
        <SidePanel
          label="One item"
          dataHook="panel"
          closeLabel="Close"
          onClose={() => setOpen(null)}
          header={
            <Heading as="h2" size="small">
              Item 1
            </Heading>
          }
          footer={<Button onClick={() => setOpen(null)}>Done</Button>}
        >
          <Text>What it is.</Text>
        </SidePanel>
      )}
      {open === 'dialog' && <Wizard close={() => setOpen(null)} />}
    </>
  )
}

function Buttons({openPanel}: {openPanel(): void}) {
  const nothing = () => {}
  return (
    <div class="bp-row">
      <Button priority="secondary" dataHook="open-panel" onClick={openPanel}>
        Open the Panel
      </Button>
      <Button size="small" skin="destructive" onClick={nothing}>
        Replace
      </Button>
      <Button size="tiny" disabled onClick={nothing}>
        Off
      </Button>
      <TextButton onClick={nothing}>Try again</TextButton>
      <IconButton label="Delete it" tooltip="Delete" onClick={nothing}>
        <Icon name="delete" size={18} />
      </IconButton>
      <Loader size="tiny" />
      <Badge skin="neutralSuccess" dataHook="status">
        Ready
      </Badge>
    </div>
  )
}

function Fields() {
  const [isOn, setOn] = useState(true)
  const [text, setText] = useState('')
  const [type, setType] = useState<'ANY' | 'AUTO'>('ANY')
  return (
    <div class="bp-column bp-column-spaced">
      <Choice label="What" disabled={false}>
        <Radio name="what" dataHook="all" checked={isOn} label="All" onChange={() => setOn(true)} />
        <Radio name="what" dataHook="some" checked={!isOn} label="Some" onChange={() => setOn(false)} />
      </Choice>
      <Checkbox dataHook="checkbox" checked={isOn} onChange={setOn}>
        All of it
      </Checkbox>
      <Checkbox size="small" checked disabled onChange={setOn}>
        This can’t be changed
      </Checkbox>
      <TextField
        label="Search"
        dataHook="search"
        icon="search"
        clearLabel="Clear"
        placeholder="Search"
        value={text}
        onInput={setText}
      />
      <Select
        label="Type"
        dataHook="type"
        value={type}
        options={[
          {value: 'ANY', text: 'All types'},
          {value: 'AUTO', text: 'Automatic'},
        ]}
        onChange={(value) => setType(value)}
      />
    </div>
  )
}

function Facts() {
  return (
    <div class="bp-column bp-column-spaced">
      <dl>
        <Fact label="Last">
          <Text weight="bold">2 hours ago</Text>
        </Fact>
      </dl>
      <ProgressBar percent={40} label="Progress" text="40 percent" />
      <SkeletonLine width="60%" />
      <Notice
        skin="warning"
        hasIcon
        title="Something to know"
        action={{text: 'Do It', act: () => {}}}
        second={{text: 'Dismiss', act: () => {}}}
      >
        And what it means.
      </Notice>
    </div>
  )
}

function Lists() {
  const [tab, setTab] = useState<'table' | 'list' | 'nothing'>('table')
  return (
    <Tabs
      activeId={tab}
      items={[
        {id: 'table', title: 'Table'},
        {id: 'list', title: 'List'},
        {id: 'nothing', title: 'Nothing'},
      ]}
      onSelect={(id) => setTab(id)}
    >
      {tab === 'table' && (
        <Table
          rows={ITEMS.slice(0, 3)}
          columns={[{title: 'Name', render: ({name}) => <Text size="small">{name}</Text>}]}
          rowDataHook={({id}) => `row-${id}`}
        />
      )}
      {tab === 'list' && (
        <VirtualList
          label="Items"
          items={ITEMS}
          rowHeight={36}
          maxHeight={180}
          keyOf={({id}) => id}
          render={({name}) => <Text size="small">{name}</Text>}
        />
      )}
      {tab === 'nothing' && <EmptyState icon="table" title="Nothing here" subtitle="Add something." />}
    </Tabs>
  )
}

function Wizard({close}: {close(): void}) {
  const [step, setStep] = useState(0)
  const isLast = step === STEPS.length - 1
  return (
    <Dialog
      dataHook="dialog"
      title="Bring items back"
      subtitle="In three steps"
      closeLabel="Close"
      onDismiss={close}
      footer={
        <>
          <Button
            size="small"
            priority="secondary"
            dataHook="back"
            autofocus
            onClick={() => (step === 0 ? close() : setStep(step - 1))}
          >
            {step === 0 ? 'Cancel' : 'Back'}
          </Button>
          <Button size="small" dataHook="next" onClick={() => (isLast ? close() : setStep(step + 1))}>
            {isLast ? 'Bring Back' : 'Next'}
          </Button>
        </>
      }
    >
      <Steps label="Steps" titles={STEPS} at={step} />
      <Text tagName="p">{STEPS[step]}</Text>
    </Dialog>
  )
}

class MarkupGallery extends HTMLElement {
  connectedCallback(): void {
    render(<Gallery />, this)
  }
}

customElements.define('backups-page', MarkupGallery)
