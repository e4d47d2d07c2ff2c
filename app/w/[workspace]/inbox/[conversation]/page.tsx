// The same conversation, beside another list.
export { default, generateMetadata } from '../../chat/[conversation]/page';
