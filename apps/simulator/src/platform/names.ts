/** Given and family names that are common somewhere; every pair of them is made up. */
export const givenNames = (
  'Ana Ben Chidi Dara Elif Farid Grace Hiro Ines Jonas Kavya Luca Mei Nadia Omar Priya Quentin Rosa Sami Tess Uma Viktor Wanda Ximena ' +
  'Yusuf Zoe Amara Bruno Clara Diego Esther Felix Gita Hannah Ivan Jasmine Karim Leila Mateo Noor Olga Pablo Rania Sofia Tariq Ursula ' +
  'Vera Wen Yara Zain Aiko Bilal Camila Dmitri Emeka Freya Giulia Hamza Isla Joao Kofi Lena Malik Nina Oskar Paula Ravi Sanna Thomas ' +
  'Valentina Wiktor Yuna Adaeze Bjorn Chloe Daniyar Eszter Fatima Goran Hala Ilse Jamal Katya Liam Mira Nils Ottilie Petra'
).split(' ');

export const familyNames = (
  'Ruiz Ito Okafor Lindqvist Demir Haddad Osei Tanaka Moreau Weber Nair Conti Zhang Petrova Farouk Sharma Dubois Silva Virtanen Novak ' +
  'Rao Ivanov Kowalska Herrera Yilmaz Becker Mensah Costa Larsen Torres Levi Brandt Desai Cohen Sokolov Bailey Mansour Karimi Vargas ' +
  'Hussain Orlova Castro Khoury Marino Aziz Schmid Popova Liang Salem Malik Sato Qureshi Rojas Smirnov Eze Nyberg Ricci Saleh Murray ' +
  'Pereira Boateng Krause Diallo Hansen Fischer Lehtonen Iyer Nilsen Keller Romano Nowak Kim Adeyemi Berg Laurent Akhmetov Szabo ' +
  'Rahman Kovac Nasser Vogel Thompson Volkov Byrne Joshi Dahl Roth Horvat Mbeki Park Quispe Tran Wolff Zamora Abbott Castellanos'
).split(' ');

/** What is taught; a tutor teaches one to three neighbours in this list. */
export const lessonSubjects = [
  'Arithmetic', 'Pre-Algebra', 'Algebra I', 'Algebra II', 'Geometry', 'Precalculus', 'Calculus', 'Statistics', 'Physics', 'Chemistry',
  'Biology', 'Computer Science', 'English Writing', 'Reading', 'Literature', 'History', 'Spanish', 'French', 'German', 'SAT Math', 'SAT English',
]; // prettier-ignore

/** Where tutors live, and how many of a hundred. */
export const timeZones = [
  ['America/New_York', 24], ['America/Chicago', 14], ['America/Los_Angeles', 14], ['America/Denver', 5], ['America/Toronto', 6],
  ['America/Mexico_City', 3], ['America/Sao_Paulo', 3], ['Europe/London', 11], ['Europe/Berlin', 5], ['Europe/Madrid', 4],
  ['Africa/Lagos', 3], ['Asia/Kolkata', 5], ['Asia/Manila', 2], ['Australia/Sydney', 1],
] as const; // prettier-ignore
