/** That a person is at work on this page: keys, pointers, wheels, and looking at it again. */
export interface Activity {
  /** `heard` is called often while somebody is. */
  subscribe(heard: () => void): () => void;
}
