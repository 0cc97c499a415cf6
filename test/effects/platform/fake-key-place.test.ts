import { createFakeKeyPlace } from '../../../src/effects/platform/fake-key-place.ts';
import { tryKeyPlace } from '../../contract/key-place.ts';

tryKeyPlace('fake', () => {
  const place = createFakeKeyPlace();
  return () => place;
});
