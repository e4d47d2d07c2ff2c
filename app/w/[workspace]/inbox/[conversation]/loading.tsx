export { default } from '../../chat/[conversation]/loading';
