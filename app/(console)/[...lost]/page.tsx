import { notFound } from 'next/navigation';

/** Every address no other page answers: "not found" inside the frame, for those who are signed in. */
export default function Lost() {
  notFound();
}
