/** Invented people and wishes; every address ends in a domain that can never exist (RFC 2606). */
export const demoContacts: { name: string; organisation: string; jobTitle: string; email: string; phone: string }[] = [
  ['Mary Lind', 'Lind Interiors', 'Buyer'],
  ['Tomas Novak', 'Novak & Sons', 'Owner'],
  ['Aiko Tanaka', 'Harbour Design', 'Architect'],
  ['Luis Ortega', 'Ortega Hotels', 'Facility manager'],
  ['Priya Nair', 'Brightline Clinics', 'Operations'],
  ['Jonas Weber', 'Weber Logistik', 'Purchasing'],
  ['Chloe Martin', 'Atelier Martin', 'Founder'],
  ['Omar Haddad', 'Haddad Trading', 'Director'],
  ['Ingrid Solberg', 'Fjord Offices', 'Office manager'],
  ['Marco Bianchi', 'Bianchi Studio', 'Partner'],
  ['Ewa Kowalska', 'Kowalska Schools', 'Headmistress'],
  ['Daniel Okafor', 'Okafor Labs', 'Head of laboratory'],
  ['Sofia Petrova', 'Northgate Media', 'Producer'],
  ['Henrik Dahl', 'Dahl Fisheries', 'Accountant'],
  ['Fatima Zahra', 'Zahra Textiles', 'Owner'],
  ['Peter Novotny', 'City Library', 'Librarian'],
  ['Grace Mwangi', 'Savanna Lodges', 'Manager'],
  ['Andre Silva', 'Silva Coworking', 'Community manager'],
  ['Hanna Virtanen', 'Virtanen Wood', 'Carpenter'],
  ['Yusuf Demir', 'Demir Consulting', 'Consultant'],
  ['Clara Jensen', 'Jensen Dental', 'Dentist'],
  ['Paulo Mendes', 'Mendes Catering', 'Chef'],
  ['Rachel Stone', 'Stone Legal', 'Lawyer'],
  ['Viktor Horvat', 'Horvat Cars', 'Sales'],
  ['Leila Aziz', 'Museum of Light', 'Curator'],
].map(([name = '', organisation = '', jobTitle = ''], index) => ({
  name,
  organisation,
  jobTitle,
  email: `${name.toLowerCase().replace(/ /g, '.')}@${organisation.toLowerCase().replace(/[^a-z]+/g, '-')}.example`,
  phone: `+32 2 555 01 ${String(index + 10)}`,
}));

export const demoWishes: { subject: string; text: string }[] = [
  ['Fifty office chairs', 'we are moving in May and need fifty chairs. Can you send an offer?'],
  ['Standing desks for a new floor', 'how soon could you deliver twelve standing desks?'],
  ['Acoustic panels', 'our meeting room is far too loud. What do you recommend for 40 m2?'],
  ['Reception counter, made to measure', 'attached you find our sketch. Is this something you build?'],
  ['Lamps for the reading room', 'we like the lamp on your home page. Is there a quantity discount?'],
  ['Maintenance of last year’s furniture', 'three drawers do not close any more. Who can have a look?'],
  ['Lockers for the staff', 'we need lockers for 80 people, with keys.'],
  ['Conference table for twenty', 'is the large table available in oak?'],
].map(([subject = '', text = '']) => ({ subject, text }));

/** What customers ask the helpdesk. */
export const demoQuestions: { subject: string; text: string }[] = [
  ['A drawer does not close', 'the top drawer of the desk from March is stuck. Can somebody come by?'],
  ['Invoice shows the old address', 'we moved in April; please send the invoice again with our new address.'],
  ['Where is our delivery?', 'it was promised for Tuesday, and nobody has called. Do you know more?'],
  ['Spare keys for lockers', 'two keys were lost. How do we order new ones? The number is 4471.'],
  ['Chair squeaks', 'one of the fifty chairs squeaks whenever somebody moves. Is there something we can oil?'],
  ['Wrong colour delivered', 'we ordered oak, but the table is walnut. We would keep it for a discount.'],
].map(([subject = '', text = '']) => ({ subject, text }));

/** What partners ask of a project. */
export const demoTasks: { subject: string; text: string }[] = [
  ['Choose the floor', 'here are the three samples we spoke about. Which one shall we order?'],
  ['Lighting plan for the entrance', 'the electrician needs the plan before he can begin.'],
  ['Sign above the door', 'the town wants a drawing with measures. Can you send one?'],
  ['Date for the opening', 'the caterer asks for a date, and for how many guests.'],
].map(([subject = '', text = '']) => ({ subject, text }));

/** What people write who want to work here. */
export const demoApplications: { subject: string; text: string }[] = [
  ['Application as a carpenter', 'I have built furniture for nine years and would like to do so with you.'],
  ['Carpenter, part time', 'do you also look for somebody three days a week?'],
  ['Apprenticeship after school', 'I finish school in June. My references are from two summers in a workshop.'],
].map(([subject = '', text = '']) => ({ subject, text }));

export const demoNotes = [
  'Called: they decide after their board meeting.',
  'Budget is approved, they compare us with one other supplier.',
  'Prefers to be reached in the morning.',
];
