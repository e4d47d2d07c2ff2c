import { endpoint } from '@/lib/core/http/endpoint';

import { answerRing, endCall, getCall, joinCall, leaveCall, startCall, touchSeat } from './calls';
import { listCalls } from './history';
import { getRoom, listRooms, openRoom } from './rooms';
import { getIce, noteQuality, readSignals, sendSignals } from './signals';

const TAG = 'Calls';

export const meetingEndpoints = [
  endpoint('post', '/meeting-rooms', TAG, openRoom, 201),
  endpoint('get', '/meeting-rooms', TAG, listRooms),
  endpoint('get', '/meeting-rooms/{room_code}', TAG, getRoom),
  endpoint('post', '/meeting-rooms/{room_code}/join', TAG, joinCall),
  endpoint('post', '/calls/initiate', TAG, startCall, 201),
  endpoint('get', '/calls', TAG, listCalls),
  endpoint('get', '/calls/{call_id}/status', TAG, getCall),
  endpoint('put', '/calls/{call_id}/status', TAG, answerRing),
  endpoint('post', '/calls/{call_id}/end', TAG, endCall),
  endpoint('put', '/calls/{call_id}/seats/{seatId}', TAG, touchSeat),
  endpoint('delete', '/calls/{call_id}/seats/{seatId}', TAG, leaveCall),
  endpoint('post', '/calls/{call_id}/signals', TAG, sendSignals),
  endpoint('get', '/calls/{call_id}/signals', TAG, readSignals),
  endpoint('post', '/calls/{call_id}/quality', TAG, noteQuality),
  endpoint('get', '/calls/{call_id}/ice', TAG, getIce),
];
