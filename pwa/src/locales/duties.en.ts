import type zh from './duties.zh-CN'

const words: typeof zh = {
  duty: {
    figures: 'Figures of the ten days',
    zero: 'Zero report',
    no_figures: 'No figures yet: confirm once the system has counted them.',
    not_here: 'The records are not on this phone.',
    changed: 'Compared with the confirmed figures',
    version: 'Version {n}, confirmed by {who}',
    confirm: 'Confirm these figures',
    confirm_text: '{first} to {last}. Open a number to see its records; correct a record that is wrong, and the figures follow.',
    figures_changed: 'The figures changed since this page was opened: look again.',
    looked: 'I have looked',
    group: { cases: 'Disputes', screening: 'Weekly screening', boxes: 'Mailboxes', hazards: 'Hazards', publicity: 'Publicity' },
    figure: {
      cases: { found: 'Found', handled: 'Handled', effective: 'Settled', in_progress: 'Open' },
      screening: { rounds: 'Rounds', households: 'Households visited' },
      boxes: { due: 'To be opened', opened: 'Opened', items: 'Letters' },
      hazards: { found: 'Found', closed: 'Put right' },
    },
    nothing_to_pick: 'There is nothing to choose',
    pick_case: 'Choose the case that the screening found',
    pick_entry: 'Choose the entry that does not count',
    pick_opening: 'Choose the opening that does not count',
    screened: 'Screening of this week',
    rounds: '{n} rounds, {households} households visited',
    zero_so_far: 'No dispute was found: a zero report so far.',
    found: '{n} disputes found',
    found_case: 'Case {code}',
    record_find: 'Record a dispute',
  },
  inbox: { asked: 'The centre asks how far it is', about: 'Open the record' },
  incident: {
    call_first: 'Somebody is hurt, it burns, or people fight: call first',
    call_110: 'Police 110',
    call_119: 'Fire 119',
    call_120: 'Ambulance 120',
    no_names: 'No names, telephone numbers or identity numbers.',
    sitrep: 'Report the situation',
    open: 'Open the incident',
  },
  clue: {
    text: 'Only the number of the envelope, how it came, its category and how many. It cannot be read on this phone afterwards; no names, no content.',
    save: 'Drop into the box',
    dropped: 'Dropped. The copy on this phone goes once the centre has it.',
    waiting: '{n} waiting for the network',
    refused: 'Envelope {no} was not taken: {why}',
    give_up: 'Delete this one',
  },
}

export default words
